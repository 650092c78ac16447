import { expect, test } from 'vitest';
import type { BreakdownQuery, TrackingData } from '../record.ts';
import { exampleId, exampleRecord } from './example-record.test-data.ts';
import { MemoryAdapter } from './memory-adapter.ts';
import { statsOf } from './read-stats.ts';

/** An adapter that holds one record per change. */
async function adapterWith(changes: Partial<TrackingData>[]): Promise<MemoryAdapter> {
  const adapter = new MemoryAdapter();
  await adapter.saveBatch(changes.map((change, index) => exampleRecord({ requestId: exampleId(index), ...change })));
  return adapter;
}

async function groups(adapter: MemoryAdapter, query: BreakdownQuery): Promise<unknown[]> {
  const rows = await adapter.getBreakdown(query);
  return rows.map((row) => [...Object.values(row.group), row.totals.totalRequests]);
}

test('the higher revision stays, in whatever order they arrive, and of equal ones the stored one', async () => {
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
    [1, 0, 2],
  ]) {
    const adapter = new MemoryAdapter();
    for (const revision of order) await adapter.save(exampleRecord({ revision, model: `revision ${revision}` }));
    await adapter.save(exampleRecord({ revision: 2, model: 'later, but equal' }));
    expect((await adapter.listCalls({})).map((record) => record.model)).toEqual(['revision 2']);
  }
});

test('stored records do not change with what the app does to its own', async () => {
  const adapter = new MemoryAdapter();
  const record = exampleRecord({ tags: { a: '1' }, details: { costReason: 'x' } });
  await adapter.save(record);
  record.tags['a'] = '2';
  record.timestamp.setTime(0);
  record.details.costReason = 'y';
  const [first] = await adapter.listCalls({});
  expect(first).toEqual(exampleRecord({ tags: { a: '1' }, details: { costReason: 'x' } }));
  if (first !== undefined) first.tags['a'] = '3';
  expect((await adapter.listCalls({}))[0]?.tags).toEqual({ a: '1' });
});

test('totals are sums of what is known; unknown cost is counted, not guessed', async () => {
  const adapter = await adapterWith([
    { costUsdExact: '0.1', latencyMs: 100, reasoningTokens: 5 },
    { costUsdExact: '0.2', latencyMs: 201, cachedPromptTokens: 7 },
    {
      costUsdExact: null,
      costStatus: 'unpriced',
      latencyMs: null,
      success: false,
      promptTokens: null,
      totalTokens: null,
    },
    { origin: 'fold', callCount: 10, costUsdExact: '9007199254740993.000000000001', latencyMs: null },
    { origin: 'adjustment', callCount: 0, costUsdExact: '-0.3', promptTokens: -50, latencyMs: null },
  ]);
  const [row] = await adapter.getBreakdown({});
  expect(row).toEqual({
    group: {},
    periodStart: null,
    totals: {
      totalRequests: 13,
      successfulRequests: 12,
      failedRequests: 1,
      totalTokens: 480,
      totalPromptTokens: 250,
      totalCompletionTokens: 100,
      totalCachedPromptTokens: 7,
      totalCacheWriteTokens: 0,
      totalReasoningTokens: 5,
      totalCostUsd: 9007199254740994,
      totalCostUsdExact: '9007199254740993.000000000001',
      avgLatencyMs: 150.5,
      requestsWithoutCost: 1,
      foldedRequests: 10,
      latencyPercentilesMs: null,
    },
  });
});

test('an empty database has totals of zero, but no groups', async () => {
  const adapter = new MemoryAdapter();
  const rows = await adapter.getBreakdown({ percentiles: true });
  expect(statsOf(rows)).toEqual({
    totalRequests: 0,
    successfulRequests: 0,
    failedRequests: 0,
    totalTokens: 0,
    totalPromptTokens: 0,
    totalCompletionTokens: 0,
    totalCostUsd: 0,
    totalCostUsdExact: '0',
    avgLatencyMs: 0,
  });
  expect(rows[0]?.totals.latencyPercentilesMs).toBeNull();
  expect(await adapter.getBreakdown({ groupBy: ['model'] })).toEqual([]);
  expect(await adapter.getBreakdown({ interval: 'day' })).toEqual([]);
});

test('groups by fields and tags; absent is a group of its own', async () => {
  const adapter = await adapterWith([
    { model: 'a', tags: { plan: 'pro' } },
    { model: 'A', tags: { plan: 'pro' } },
    { model: 'a', tags: {}, success: false },
    { model: 'a', tags: { plan: '' } },
  ]);
  expect(await groups(adapter, { groupBy: ['model'], orderBy: 'requests' })).toEqual([
    ['a', 3],
    ['A', 1],
  ]);
  expect(await groups(adapter, { groupBy: ['tags.plan'], orderBy: 'requests' })).toEqual([
    ['pro', 2],
    [null, 1],
    ['', 1],
  ]);
  expect(await groups(adapter, { groupBy: ['success', 'model'], orderBy: 'requests' })).toEqual([
    ['true', 'a', 2],
    ['false', 'a', 1],
    ['true', 'A', 1],
  ]);
  expect(await groups(adapter, { groupBy: ['tags.constructor'] })).toEqual([[null, 4]]);
});

test('orders by cost, requests or tokens, highest first, and cuts at the limit', async () => {
  const adapter = await adapterWith([
    { model: 'dear', costUsdExact: '2', totalTokens: 1 },
    { model: 'cheap', costUsdExact: '1', totalTokens: 50 },
    { model: 'cheap', costUsdExact: '0.999999999999', totalTokens: 50 },
  ]);
  expect(await groups(adapter, { groupBy: ['model'] })).toEqual([
    ['dear', 1],
    ['cheap', 2],
  ]);
  expect(await groups(adapter, { groupBy: ['model'], orderBy: 'requests' })).toEqual([
    ['cheap', 2],
    ['dear', 1],
  ]);
  expect(await groups(adapter, { groupBy: ['model'], orderBy: 'tokens', limit: 1 })).toEqual([['cheap', 2]]);
});

test('cuts intervals in the zone that is asked for, oldest first', async () => {
  const adapter = await adapterWith([
    { timestamp: new Date('2026-03-29T22:00:00Z') },
    { timestamp: new Date('2026-03-28T23:00:00Z') },
    { timestamp: new Date('2026-03-29T21:59:59.999Z') },
  ]);
  const rows = await adapter.getBreakdown({ interval: 'day', timeZone: 'Europe/Berlin' });
  expect(rows.map((row) => [row.periodStart?.toISOString(), row.totals.totalRequests])).toEqual([
    ['2026-03-28T23:00:00.000Z', 2],
    ['2026-03-29T22:00:00.000Z', 1],
  ]);
});

test('percentiles are stored latencies of nearest rank', async () => {
  const adapter = await adapterWith(Array.from({ length: 200 }, (_, index) => ({ latencyMs: 200 - index })));
  await adapter.save(exampleRecord({ requestId: exampleId(500), latencyMs: null }));
  const [row] = await adapter.getBreakdown({ percentiles: true });
  expect(row?.totals.latencyPercentilesMs).toEqual({ p50: 100, p95: 190, p99: 198 });
  const one = await adapterWith([{ latencyMs: 7 }]);
  expect((await one.getBreakdown({ percentiles: true }))[0]?.totals.latencyPercentilesMs).toEqual({
    p50: 7,
    p95: 7,
    p99: 7,
  });
});

test('startDate is included, endDate is not', async () => {
  const [startDate, endDate] = [new Date('2026-03-01T00:00:00Z'), new Date('2026-04-01T00:00:00Z')];
  const adapter = await adapterWith([{ timestamp: startDate }, { timestamp: endDate }]);
  expect((await adapter.listCalls({ startDate, endDate })).map((record) => record.requestId)).toEqual([exampleId(0)]);
});

test('lists newest or oldest first, page after page', async () => {
  const times = ['2026-03-01', '2026-03-02', '2026-03-02', '2026-03-03'];
  const adapter = await adapterWith(times.map((time) => ({ timestamp: new Date(time) })));
  const ids = async (query: Parameters<MemoryAdapter['listCalls']>[0]): Promise<string[]> =>
    (await adapter.listCalls(query)).map((record) => record.requestId);
  expect(await ids({})).toEqual([3, 2, 1, 0].map(exampleId));
  expect(await ids({ order: 'oldest', limit: 2 })).toEqual([0, 1].map(exampleId));
  const after = { timestamp: new Date('2026-03-02'), requestId: exampleId(1) };
  expect(await ids({ order: 'oldest', after })).toEqual([2, 3].map(exampleId));
  expect(await ids({ after })).toEqual([exampleId(0)]);
  expect(await ids({ requestIds: [exampleId(2), exampleId(9)] })).toEqual([exampleId(2)]);
  expect(await ids({ requestIds: [] })).toEqual([]);
});
