import assert from 'node:assert/strict';
import { type CallQuery, MemoryAdapter, type TrackingData } from '@llm-tracker/core';
import { hostileTexts } from './hostile-texts.ts';
import { comparable, kitId, kitRecord } from './kit-record.ts';
import { randomRecords, similarNames } from './random-records.ts';
import { type AdapterWith, assertAnswers, type StorageCase, saveAll, storageCase } from './storage-case.ts';

const march = { startDate: new Date('2026-03-01T00:00:00Z'), endDate: new Date('2026-04-01T00:00:00Z') };
const queries: readonly CallQuery[] = [
  {},
  { limit: 1 },
  { limit: 10_000 },
  { order: 'oldest', limit: 300 },
  { projectName: 'kit', limit: 500 },
  { projectName: 'KIT' },
  { usageSource: 'partial', order: 'oldest' },
  { success: false, costStatus: 'unmeasured' },
  { provider: 'openai', operation: 'embeddings', model: 'GPT-4O', ...march },
  { ...march, order: 'oldest', limit: 10_000 },
  { origin: 'fold', sessionId: 'session 3' },
  { tags: { feature: 'search' } },
  { tags: { feature: 'search', 'feature.name': 'SEARCH' } },
  { after: { timestamp: new Date('2026-03-29T01:00:00Z'), requestId: kitId(1000) }, limit: 200 },
  { after: { timestamp: new Date('2026-03-29T01:00:00Z'), requestId: kitId(1000) }, order: 'oldest', limit: 200 },
  { requestIds: [kitId(5), kitId(2499), kitId(99_999)] },
  { requestIds: [kitId(7)], projectName: 'nobody' },
  { requestIds: ['no id', "' OR 1=1 --", ''] },
  { requestIds: [] },
  { requestIds: [kitId(9).toUpperCase(), kitId(9)] },
  ...similarNames.map((teamName) => ({ teamName, limit: 1000 })),
  ...hostileTexts.map((userId) => ({ userId, order: 'oldest' as const })),
];

/** Single calls: the right ones, in order, page after page. */
export const listingCases: readonly StorageCase[] = [
  storageCase({
    name: 'lists the calls that the reference lists, in its order',
    needs: ['listCalls'],
    async act(adapter) {
      const records = randomRecords(2026, 2500);
      const reference = new MemoryAdapter();
      await reference.saveBatch(records);
      await saveAll(adapter, records);
      for (const query of queries) {
        const [actual, expected] = [await adapter.listCalls(query), await reference.listCalls(query)];
        assertAnswers(actual.map(comparable), expected.map(comparable), query);
      }
    },
  }),
  storageCase({
    name: 'includes startDate and excludes endDate',
    needs: ['listCalls', 'getBreakdown'],
    async act(adapter) {
      const times = [
        march.startDate.getTime() - 1,
        march.startDate.getTime(),
        march.endDate.getTime() - 1,
        march.endDate.getTime(),
      ];
      await saveAll(
        adapter,
        times.map((timeMs, index) => kitRecord({ requestId: kitId(index), timestamp: new Date(timeMs) })),
      );
      assert.deepEqual(
        (await adapter.listCalls(march)).map((record) => record.requestId),
        [kitId(2), kitId(1)],
      );
      assert.equal((await adapter.getBreakdown(march))[0]?.totals.totalRequests, 2);
    },
  }),
  storageCase({
    name: 'pages show every call once, also of one millisecond',
    needs: ['listCalls'],
    async act(adapter) {
      const timestamp = new Date('2026-03-01T12:00:00.000Z');
      await saveAll(
        adapter,
        Array.from({ length: 25 }, (_, index) =>
          kitRecord({
            requestId: kitId(index),
            timestamp: index < 20 ? timestamp : new Date(timestamp.getTime() + index),
          }),
        ),
      );
      for (const order of ['newest', 'oldest'] as const) {
        const ids = (await readPages(adapter, { order, limit: 4 })).map((record) => record.requestId);
        const ascending = Array.from({ length: 25 }, (_, index) => kitId(index));
        assert.deepEqual(ids, order === 'oldest' ? ascending : ascending.toReversed());
      }
    },
  }),
  storageCase({
    name: 'pages neither repeat nor miss a call while others are saved',
    needs: ['listCalls'],
    async act(adapter) {
      const startMs = Date.parse('2026-03-01T12:00:00.000Z');
      const at = (id: number, offsetMs: number): TrackingData =>
        kitRecord({ requestId: kitId(id), timestamp: new Date(startMs + offsetMs) });
      const before = Array.from({ length: 300 }, (_, index) => at(index, index));
      await saveAll(adapter, before);
      let added = 0;
      const seen = await readPages(adapter, { limit: 40 }, async () => {
        added += 1;
        if (added > 5) return;
        await saveAll(adapter, [
          at(1000 + added, 5000 + added),
          at(2000 + added, 10 * added),
          at(3000 + added, -added),
        ]);
      });
      const ids = seen.map((record) => record.requestId);
      assert.equal(new Set(ids).size, ids.length, 'a call was shown twice');
      const missing = before.filter((record) => !ids.includes(record.requestId)).map((record) => record.requestId);
      assert.deepEqual(missing, [], 'calls were missed');
      const times = seen.map((record) => record.timestamp.getTime());
      assert.deepEqual(
        times,
        times.toSorted((left, right) => right - left),
      );
    },
  }),
  storageCase({
    name: 'finds any number of ids',
    needs: ['listCalls'],
    async act(adapter) {
      await saveAll(
        adapter,
        Array.from({ length: 100 }, (_, index) => kitRecord({ requestId: kitId(index * 997) })),
      );
      const requestIds = Array.from({ length: 70_000 }, (_, index) => kitId(index));
      const found = await adapter.listCalls({ requestIds, limit: 200, order: 'oldest' });
      const expected = Array.from({ length: 100 }, (_, index) => kitId(index * 997)).filter((id) => id < kitId(70_000));
      assert.deepEqual(
        found.map((record) => record.requestId),
        expected,
      );
    },
  }),
];

async function readPages(
  adapter: AdapterWith<'listCalls'>,
  query: CallQuery,
  between: () => Promise<void> = async () => undefined,
): Promise<TrackingData[]> {
  const all: TrackingData[] = [];
  for (;;) {
    const after = all.at(-1);
    const page = await adapter.listCalls(after === undefined ? query : { ...query, after });
    if (page.length === 0) return all;
    all.push(...page);
    assert.ok(all.length < 5000, 'pages never end');
    await between();
  }
}
