import { type ClickHouseSettings, createClient } from '@clickhouse/client';
import { ClickHouseAdapter } from '@llm-tracker/adapter-clickhouse';
import { describe, expect, onTestFinished, test } from 'vitest';
import { server } from './clickhouse-url.ts';
import { recordOf } from './record-of.ts';
import { useTable } from './use-table.ts';

/** An adapter on a new table, through a client with settings that a server may have in its profiles. */
async function connectedWith(settings: ClickHouseSettings): Promise<ClickHouseAdapter> {
  const { name } = useTable();
  const client = createClient({ url: server.url, clickhouse_settings: settings });
  onTestFinished(() => client.close());
  const calls = new ClickHouseAdapter({ client, tableName: name });
  await calls.connect();
  return calls;
}

describe.skipIf(server.skip)('whatever a server has in its profiles', () => {
  test.each([{ aggregate_functions_null_for_empty: 1 }, { empty_result_for_aggregation_by_empty_set: 1 }] as const)(
    'totals of nothing are zero, with %o',
    async (settings) => {
      const calls = await connectedWith(settings);
      const nothing = { totalRequests: 0, failedRequests: 0, totalTokens: 0, totalCostUsdExact: '0', avgLatencyMs: 0 };
      expect((await calls.getBreakdown({})).map(({ totals }) => totals)).toMatchObject([nothing]);
      await calls.save(recordOf('a', { success: false }));
      expect((await calls.getBreakdown({ groupBy: ['model'] }))[0]?.totals).toMatchObject({
        totalRequests: 1,
        successfulRequests: 0,
        totalCostUsdExact: '0.001',
      });
    },
  );

  test('a batch may be of any number of months', async () => {
    const calls = await connectedWith({ max_partitions_per_insert_block: '2' });
    const months = Array.from({ length: 120 }, (_, index) => new Date(Date.UTC(2017, index, 1)));
    await calls.saveBatch(months.map((timestamp, index) => recordOf(`${index}`, { timestamp })));
    expect((await calls.getBreakdown({}))[0]?.totals.totalRequests).toBe(120);
  });
});
