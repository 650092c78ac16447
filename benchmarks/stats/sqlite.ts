// Statistics of SQLite: the adapter beside the same columns by hand.
// node --conditions=llm-tracker-source benchmarks/stats/sqlite.ts [CALLS]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteAdapter } from '@llm-tracker/adapter-sqlite';
import { sqliteDialect } from '@llm-tracker/sql';
import { compareStats, month, questions, sums } from './compare-stats.ts';

const count = Number(process.argv[2] ?? 5_000_000);
const folder = mkdtempSync(join(tmpdir(), 'llm-tracker-stats-'));
const filename = join(folder, 'calls.db');
const adapter = new SqliteAdapter({ filename });
await adapter.connect();
const database = new DatabaseSync(filename);
database.exec('DROP INDEX llm_tracking_project_time; DROP INDEX llm_tracking_time');
database.exec(`
  INSERT INTO llm_tracking (request_id, revision, origin, call_count, project_name, team_name, user_id, tags, provider, operation, model, timestamp_ms,
    recorded_at_ms, latency_ms, success, streamed, attempts, usage_source, prompt_tokens, completion_tokens, total_tokens, cost_status, cost_usd_pico, details)
  WITH RECURSIVE calls (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM calls WHERE i < ${count - 1})
  SELECT printf('01900000-0000-7000-8000-%012x', i), 1, 'call', 1, 'project-' || (i % 30), 'team-' || (i % 8), 'user-' || (i % 5000),
    '{"feature":"answer"}', 'openai', 'chat', 'model-' || (i / 30 % 40), ${Date.UTC(2026, 0, 1)} + i * 7776000000 / ${count}, ${Date.UTC(2026, 0, 1)},
    200 + (i * 31) % 4800, i % 50 <> 0, 1, 1, 'reported', 200 + i % 3000, 20 + i % 900, 220 + i % 3000 + i % 900, 'priced',
    1000000 * (i % 100000) + 1, '{}' FROM calls`);
await adapter.connect();
await adapter.disconnect();
await adapter.connect();
database.exec('ANALYZE');

const ask = async (columns: string, ending: string): Promise<unknown> => {
  const statement = database.prepare(
    `SELECT ${columns}${sums('cost_usd_pico')} FROM llm_tracking WHERE project_name = ? AND timestamp_ms >= ? AND timestamp_ms < ?${ending}`,
  );
  // Pico-dollars are beyond what a number holds exactly.
  statement.setReadBigInts(true);
  return statement.all(month.projectName, month.startDate.getTime(), month.endDate.getTime());
};
await compareStats(
  `${count} calls`,
  adapter,
  questions(ask, 'timestamp_ms / 86400000'),
  sqliteDialect,
  'llm_tracking',
  async ({ text, parameters }) =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${text}`)
      .all(...parameters)
      .map((row) => `    ${row['detail']}`)
      .join('\n'),
);

await adapter.disconnect();
database.close();
rmSync(folder, { recursive: true });
