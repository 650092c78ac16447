// Statistics of PostgreSQL: the adapter beside the same columns by hand.
// TEST_POSTGRES_URL=postgresql://… node --conditions=llm-tracker-source benchmarks/stats/postgres.ts [CALLS]
import { PostgresAdapter } from '@llm-tracker/adapter-postgres';
import { postgresDialect } from '@llm-tracker/sql';
import pg from 'pg';
import { compareStats, month, questions, sums } from './compare-stats.ts';

const count = Number(process.argv[2] ?? 5_000_000);
const connectionString = process.env['TEST_POSTGRES_URL'];
const schema = 'llm_tracker_benchmark';
const tableName = `${schema}.calls`;
const client = new pg.Client({ connectionString });
await client.connect();
await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE; CREATE SCHEMA ${schema}`);
const adapter = new PostgresAdapter({ connectionString, tableName });
await adapter.connect();
await client.query(`DROP INDEX ${schema}.calls_project_time, ${schema}.calls_time`);
await client.query(`
  INSERT INTO ${tableName} (request_id, revision, origin, call_count, project_name, team_name, user_id, tags, provider, operation, model, timestamp,
    recorded_at, latency_ms, success, streamed, attempts, usage_source, prompt_tokens, completion_tokens, total_tokens, cost_status, cost_usd, details)
  SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 1, 'call', 1, 'project-' || i % 30, 'team-' || i % 8,
    'user-' || i % 5000, '{"feature": "answer"}', 'openai', 'chat', 'model-' || i / 30 % 40, at, at, 200 + (i * 31::bigint) % 4800, i % 50 <> 0, true, 1,
    'reported', 200 + i % 3000, 20 + i % 900, 220 + i % 3000 + i % 900, 'priced', 0.000001 * (i % 100000) + 0.000000000001, '{}'
  FROM (SELECT i, '2026-01-01Z'::timestamptz + i * (interval '90 days' / ${count}) AS at FROM generate_series(0, ${count - 1}) AS i) AS calls`);
await adapter.connect();
await client.query(`VACUUM ANALYZE ${tableName}`);

const ask = (columns: string, ending: string): Promise<unknown> =>
  client.query(
    `SELECT ${columns}${sums('cost_usd')} FROM ${tableName} WHERE project_name = $1 AND timestamp >= $2 AND timestamp < $3${ending}`,
    [month.projectName, month.startDate, month.endDate],
  );
await compareStats(
  `${count} calls`,
  adapter,
  questions(ask, "date_trunc('day', timestamp, 'UTC')"),
  postgresDialect,
  tableName,
  async ({ text, parameters }) => {
    const { rows } = await client.query(`EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${text}`, [...parameters]);
    return rows.map((row) => `    ${row['QUERY PLAN']}`).join('\n');
  },
);

await client.query(`DROP SCHEMA ${schema} CASCADE`);
await adapter.disconnect();
await client.end();
