// Statistics in ClickHouse: the adapter beside the same question asked by hand, with FINAL and without.
// TEST_CLICKHOUSE_URL=http://127.0.0.1:8123 node --conditions=llm-tracker-source benchmarks/stats/clickhouse.ts [CALLS]
import { createClient } from '@clickhouse/client';
import { ClickHouseAdapter } from '@llm-tracker/adapter-clickhouse';
import { type Contestant, compareRounds } from '../compare-rounds.ts';
import { generatedCall } from '../generated-calls.ts';

const [rounds, batchSize, days] = [5, 20_000, 90];
const count = Number(process.argv[2] ?? 1_000_000);
const url = process.env['TEST_CLICKHOUSE_URL'] ?? 'http://127.0.0.1:8123';
const table = 'benchmark_stats';
const client = createClient({ url });
const drop = (): Promise<unknown> => client.command({ query: `DROP TABLE IF EXISTS ${table} SYNC` });
await drop();
const adapter = new ClickHouseAdapter({ url, tableName: table });
await adapter.connect();
for (let start = 0; start < count; start += batchSize) {
  const length = Math.min(batchSize, count - start);
  await adapter.saveBatch(Array.from({ length }, (_, index) => generatedCall(start + index, count, days * 86_400_000)));
}

const month = { startDate: new Date('2026-02-01'), endDate: new Date('2026-03-01') };
const project = { ...month, projectName: 'project-1' };
const where = "WHERE project_name = 'project-1' AND timestamp >= '2026-02-01' AND timestamp < '2026-03-01'";
const sums =
  'sum(call_count), sumIf(call_count, success), sum(prompt_tokens), sum(completion_tokens), sum(total_tokens), sum(cached_prompt_tokens), ' +
  'sum(cache_write_tokens), sum(reasoning_tokens), sum(cost_usd), sumIf(call_count, cost_usd IS NULL), sum(latency_ms), count(latency_ms)';
const byHand = (name: string, query: string): Contestant => ({
  name,
  run: async () => (await client.query({ query, format: 'JSONCompactEachRow' })).json(),
});
const title = `${count} calls`;

await compareRounds(
  `${title}: month`,
  [
    byHand('by hand, FINAL', `SELECT ${sums} FROM ${table} FINAL ${where}`),
    byHand('by hand, duplicates counted', `SELECT ${sums} FROM ${table} ${where}`),
    { name: 'ClickHouseAdapter', run: () => adapter.getBreakdown(project) },
  ],
  rounds,
);
const dayByModel = `SELECT toDate(timestamp) AS day, model, ${sums} FROM ${table} FINAL ${where} GROUP BY day, model ORDER BY day, model`;
await compareRounds(
  `${title}: day x model`,
  [
    byHand('by hand, FINAL', dayByModel),
    byHand('by hand, duplicates counted', dayByModel.replace('FINAL', '')),
    {
      name: 'ClickHouseAdapter, in UTC',
      run: () => adapter.getBreakdown({ ...project, interval: 'day', groupBy: ['model'], limit: 5000 }),
    },
    {
      name: 'ClickHouseAdapter, in Berlin',
      run: () =>
        adapter.getBreakdown({
          ...project,
          interval: 'day',
          timeZone: 'Europe/Berlin',
          groupBy: ['model'],
          limit: 5000,
        }),
    },
  ],
  rounds,
);
await compareRounds(
  `${title}: percentiles`,
  [
    byHand(
      'by hand, quantilesExact, FINAL',
      `SELECT ${sums}, quantilesExact(0.5, 0.95, 0.99)(latency_ms) FROM ${table} FINAL ${where}`,
    ),
    { name: 'ClickHouseAdapter', run: () => adapter.getBreakdown({ ...project, percentiles: true }) },
  ],
  rounds,
);
await compareRounds(
  `${title}: newest 100`,
  [
    byHand('by hand, FINAL', `SELECT * FROM ${table} FINAL ORDER BY timestamp DESC, request_id DESC LIMIT 100`),
    { name: 'ClickHouseAdapter', run: () => adapter.listCalls({}) },
    { name: 'ClickHouseAdapter, one project', run: () => adapter.listCalls({ projectName: 'project-1' }) },
    {
      name: 'ClickHouseAdapter, one day',
      run: () => adapter.listCalls({ startDate: new Date('2026-03-31'), endDate: new Date('2026-04-01') }),
    },
    {
      name: 'ClickHouseAdapter, ten ids',
      run: () =>
        adapter.listCalls({
          requestIds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(
            (n) => generatedCall(n * 9999, count, days * 86_400_000).requestId,
          ),
        }),
    },
  ],
  rounds,
);

await drop();
await adapter.disconnect();
await client.close();
