import { createClient } from '@clickhouse/client';
import { ClickHouseAdapter } from '@llm-tracker/adapter-clickhouse';
import { expect, test, vi } from 'vitest';
import { server } from './clickhouse-url.ts';
import { recordOf } from './record-of.ts';
import { useTable } from './use-table.ts';

vi.mock('@clickhouse/client', () => import('clickhouse-client-1-0'));

test.skipIf(server.skip)('stores, counts and lists with version 1.0.0 of the client', async () => {
  expect(createClient).toBe((await import('clickhouse-client-1-0')).createClient);
  const { adapter, client, name } = useTable();
  const texts = ["it's", 'a\\b', '{"$gt":""}', '🚀'];
  for (const calls of [adapter(), new ClickHouseAdapter({ client, tableName: name })]) {
    await calls.connect();
    const context = { batchId: 'batch 1', signal: new AbortController().signal };
    const records = texts.map((text) => recordOf(text, { userId: text, latencyMs: 100, tags: { [text]: text } }));
    await calls.saveBatch(records, context);
    for (const [index, text] of texts.entries()) {
      expect(await calls.listCalls({ userId: text, tags: { [text]: text } })).toEqual([records[index]]);
    }
    const [row] = await calls.getBreakdown({
      interval: 'day',
      timeZone: 'Asia/Kolkata',
      percentiles: true,
      success: true,
    });
    expect(row?.totals).toMatchObject({
      totalRequests: 4,
      totalCostUsdExact: '0.004',
      latencyPercentilesMs: { p95: 100 },
    });
  }
});
