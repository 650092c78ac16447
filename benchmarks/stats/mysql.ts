// Statistics of MySQL or MariaDB: the adapter beside the same columns by hand.
// TEST_MARIADB_URL=mysql://… node --conditions=llm-tracker-source benchmarks/stats/mysql.ts [CALLS]
import { MySQLAdapter } from '@llm-tracker/adapter-mysql';
import { mariadbDialect, mysqlDialect } from '@llm-tracker/sql';
import mysql from 'mysql2/promise';
import { compareStats, month, questions, sums } from './compare-stats.ts';

const count = Number(process.argv[2] ?? 5_000_000);
const rowsPerInsert = 100_000;
const uri = process.env['TEST_MARIADB_URL'] ?? process.env['TEST_MYSQL_URL'] ?? 'mysql://localhost';
const schema = 'llm_tracker_benchmark';
const tableName = `${schema}.calls`;
const connection = await mysql.createConnection({ uri, timezone: 'Z' });
await connection.query(`DROP DATABASE IF EXISTS ${schema}`);
await connection.query(`CREATE DATABASE ${schema}`);
const [[server]] = await connection.query<mysql.RowDataPacket[]>('SELECT VERSION() AS version');
const adapter = new MySQLAdapter({ connectionString: uri, tableName });
await adapter.connect();
await connection.query(`DROP INDEX calls_project_time ON ${tableName}`);
await connection.query(`DROP INDEX calls_time ON ${tableName}`);

const digits =
  'SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9';
const numbers = `SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS n FROM ${['a', 'b', 'c', 'e', 'f'].map((name) => `(${digits}) AS ${name}`).join(', ')}`;
for (let start = 0; start < count; start += rowsPerInsert) {
  await connection.query(`
    INSERT INTO ${tableName} (request_id, revision, origin, call_count, project_name, team_name, user_id, tags, provider, operation, model, timestamp,
      recorded_at, latency_ms, success, streamed, attempts, usage_source, prompt_tokens, completion_tokens, total_tokens, cost_status, cost_usd, details)
    SELECT CONCAT('01900000-0000-7000-8000-', LPAD(LOWER(HEX(i)), 12, '0')), 1, 'call', 1, CONCAT('project-', i MOD 30), CONCAT('team-', i MOD 8),
      CONCAT('user-', i MOD 5000), '{"feature": "answer"}', 'openai', 'chat', CONCAT('model-', (i DIV 30) MOD 40), at, at, 200 + (i * 31) MOD 4800, i MOD 50 <> 0,
      1, 1, 'reported', 200 + i MOD 3000, 20 + i MOD 900, 220 + i MOD 3000 + i MOD 900, 'priced', 0.000001 * (i MOD 100000) + 0.000000000001, '{}'
    FROM (SELECT ${start} + n AS i, TIMESTAMP('2026-01-01') + INTERVAL FLOOR((${start} + n) * ${7_776_000_000_000 / count}) MICROSECOND AS at
      FROM (${numbers}) AS numbers WHERE ${start} + n < ${count} ORDER BY n) AS calls`);
}
await adapter.connect();
await connection.query(`ANALYZE TABLE ${tableName}`);

const ask = (columns: string, ending: string): Promise<unknown> =>
  connection.execute(
    `SELECT ${columns}${sums('cost_usd')} FROM ${tableName} WHERE project_name = ? AND timestamp >= ? AND timestamp < ?${ending}`,
    [month.projectName, month.startDate, month.endDate],
  );
await compareStats(
  `${count} calls`,
  adapter,
  questions(ask, 'DATE(timestamp)'),
  /mariadb/i.test(String(server?.['version'])) ? mariadbDialect : mysqlDialect,
  tableName,
  async ({ text, parameters }) => {
    const [rows] = await connection.execute<mysql.RowDataPacket[]>(`EXPLAIN ${text}`, [...parameters]);
    return rows.map((row) => `    ${JSON.stringify(row)}`).join('\n');
  },
);

await connection.query(`DROP DATABASE ${schema}`);
await adapter.disconnect();
await connection.end();
