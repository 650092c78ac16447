import { type BreakdownQuery, MemoryAdapter, type StatsFilter, type TrackingData } from '@llm-tracker/core';
import { hostileTexts } from './hostile-texts.ts';
import { kitId, kitRecord } from './kit-record.ts';
import { randomRecords, similarNames } from './random-records.ts';
import { type AdapterWith, assertAnswers, type StorageCase, saveAll, storageCase } from './storage-case.ts';

const march = { startDate: new Date('2026-03-01T00:00:00Z'), endDate: new Date('2026-04-01T00:00:00Z') };
const filters: readonly StatsFilter[] = [
  {},
  { projectName: 'kit' },
  { projectName: 'KIT' },
  { provider: 'azure', model: 'gpt-4o', operation: 'chat' },
  { model: 'gpt%' },
  { success: true },
  { success: false },
  { costStatus: 'free' },
  { costStatus: 'unpriced', origin: 'call' },
  { origin: 'adjustment' },
  { sessionId: 'session 7' },
  { tags: { feature: 'search' } },
  { tags: { 'feature.name': 'Search', feature: 'search' } },
  { tags: { name: 'search' } },
  { tags: { feature: '' } },
  march,
  { startDate: march.startDate },
  { endDate: march.endDate, projectName: 'kit' },
  { startDate: march.endDate, endDate: march.startDate },
  ...similarNames.map((teamName) => ({ teamName })),
  ...similarNames.map((text) => ({ tags: { feature: text } })),
  ...hostileTexts.map((userId) => ({ userId })),
  ...['a"b', "a'b", 'a\\b', '$.feature', 'a[0]', 'ключ', '🚀', 'constructor'].map((key) => ({
    tags: { [key]: 'search' },
  })),
];

/** The same totals as the reference, to the last digit. */
export const statisticsCases: readonly StorageCase[] = [
  referenceCase('totals are those of the reference, for every filter', filters),
  referenceCase('groups are those of the reference, for every field', [
    ...(
      [
        'projectName',
        'teamName',
        'userId',
        'provider',
        'model',
        'operation',
        'serviceTier',
        'success',
        'errorCode',
        'costStatus',
        'origin',
      ] as const
    ).map((key) => ({ groupBy: [key] })),
    { groupBy: ['model', 'provider', 'success'] },
    { groupBy: ['teamName', 'errorCode'], ...march },
    { groupBy: ['model', 'model'] },
  ]),
  referenceCase('groups are those of the reference, for tags with any key', [
    ...[
      'feature',
      'Feature',
      'feature.name',
      'a"b',
      "a'b",
      'a\\b',
      '$.feature',
      'a[0]',
      'ключ',
      '🚀',
      'name',
      'constructor',
    ].map((key) => ({ groupBy: [`tags.${key}` as const] })),
    { groupBy: ['tags.feature', 'model', 'tags.a[0]'], tags: { 'feature.name': 'search' } },
    ...hostileTexts.filter((text) => text !== '').map((text) => ({ groupBy: [`tags.${text}` as const] })),
  ]),
  referenceCase('rows are in the order of the reference, and cut where it cuts', [
    { groupBy: ['model'], orderBy: 'requests' },
    { groupBy: ['model'], orderBy: 'tokens', limit: 2 },
    { groupBy: ['teamName'], orderBy: 'cost', limit: 5 },
    { groupBy: ['teamName', 'tags.feature'], orderBy: 'cost', limit: 100 },
    { groupBy: ['teamName', 'tags.feature'], orderBy: 'requests', limit: 100 },
    { groupBy: ['userId'], orderBy: 'period' },
    { groupBy: ['teamName'], interval: 'month', orderBy: 'cost', limit: 20 },
    { groupBy: ['success', 'model'], interval: 'week', limit: 30 },
    { groupBy: ['model'], interval: 'day', orderBy: 'tokens', limit: 17 },
    { groupBy: ['userId'], interval: 'day', limit: 10_000 },
  ]),
  referenceCase('percentiles are stored latencies of nearest rank', [
    { percentiles: true },
    { percentiles: true, groupBy: ['model'] },
    { percentiles: true, groupBy: ['teamName', 'success'] },
    { percentiles: true, groupBy: ['tags.feature'], interval: 'month', timeZone: 'Europe/Berlin' },
    { percentiles: true, interval: 'day' },
    { percentiles: true, success: false },
    { percentiles: true, projectName: 'nobody' },
  ]),
  storageCase({
    name: 'percentiles of few latencies are latencies that were stored',
    needs: ['getBreakdown'],
    async act(adapter) {
      const records = [1, 2, 3, 4, 19, 20, 21, 99, 100, 101].flatMap((count, group) =>
        Array.from({ length: count }, (_, index) =>
          kitRecord({
            requestId: kitId(group * 1000 + index),
            model: `${count} latencies`,
            latencyMs: (index * 7919) % count,
          }),
        ),
      );
      const unknown = kitRecord({ requestId: kitId(999_999), model: 'no latency', latencyMs: null });
      await assertSame(
        adapter,
        [...records, unknown],
        [{ groupBy: ['model'], percentiles: true, orderBy: 'requests' }],
      );
    },
  }),
  storageCase({
    name: 'an empty database has totals of zero, but no groups',
    needs: ['getBreakdown'],
    act: (adapter) =>
      assertSame(
        adapter,
        [],
        [
          {},
          { percentiles: true },
          { groupBy: ['model'] },
          { interval: 'day' },
          { interval: 'hour', timeZone: 'Asia/Kolkata' },
        ],
      ),
  }),
  storageCase({
    name: 'sums of amounts are exact where numbers are not',
    needs: ['getBreakdown'],
    async act(adapter) {
      const amounts = [
        '9223372.036854775807',
        '0.000000000001',
        '0.1',
        '0.2',
        '9223372.036854775807',
        '0.000000000001',
      ];
      const records = Array.from({ length: 600 }, (_, index) =>
        kitRecord({
          requestId: kitId(index),
          origin: index % 7 === 0 ? 'adjustment' : 'call',
          costUsdExact: `${index % 7 === 0 ? '-' : ''}${amounts[index % amounts.length] ?? '0'}`,
          totalTokens: 2 ** 40 + index,
        }),
      );
      await assertSame(adapter, records, [{}, { groupBy: ['origin'] }, { groupBy: ['origin'], orderBy: 'tokens' }]);
    },
  }),
];

/** A case on 2500 random records. */
function referenceCase(name: string, queries: readonly BreakdownQuery[]): StorageCase {
  return storageCase({
    name,
    needs: ['getBreakdown'],
    act: (adapter) => assertSame(adapter, randomRecords(2026, 2500), queries),
  });
}

/** Fails unless the adapter answers each query as the in-memory reference does. */
export async function assertSame(
  adapter: AdapterWith<'getBreakdown'>,
  records: readonly TrackingData[],
  queries: readonly BreakdownQuery[],
): Promise<void> {
  const reference = new MemoryAdapter();
  await reference.saveBatch(records);
  await saveAll(adapter, records);
  for (const query of queries) {
    assertAnswers(await adapter.getBreakdown(query), await reference.getBreakdown(query), query);
  }
}
