import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { SqliteAdapter } from '@llm-tracker/adapter-sqlite';
import { describe, expect, test } from 'vitest';
import { newDatabasePath } from './new-database-path.ts';
import { recordOf } from './record-of.ts';

describe.skipIf(process.platform === 'win32')('on POSIX systems', () => {
  test('the file and its companions are readable for their owner only', async () => {
    const filename = newDatabasePath();
    const adapter = new SqliteAdapter({ filename });
    await adapter.connect();
    await adapter.save(recordOf('a'));
    for (const path of [filename, `${filename}-wal`, `${filename}-shm`])
      expect(statSync(path).mode & 0o777).toBe(0o600);
    await adapter.disconnect();
  });
});

test('reading changes nothing: no file, no table', async () => {
  const filename = newDatabasePath();
  const adapter = new SqliteAdapter({ filename });
  const absent = await adapter.connect({ readOnly: true }).catch((error: unknown) => error);
  expect(adapter.classifyError(absent)).toBe('park');
  expect(existsSync(filename)).toBe(false);
  new DatabaseSync(filename).exec('CREATE TABLE other (x) STRICT'.replace('(x)', '(x TEXT)'));
  const empty = await adapter.connect({ readOnly: true }).catch((error: unknown) => error);
  expect(String(empty)).toContain('CREATE TABLE IF NOT EXISTS "llm_tracking"');
  expect(adapter.classifyError(empty)).toBe('park');
  expect(tablesOf(filename)).toEqual(['other']);
  await adapter.disconnect();
});

test('an adapter that was opened for reading can be opened for writing afterwards', async () => {
  const filename = newDatabasePath();
  const writer = new SqliteAdapter({ filename });
  await writer.connect();
  await writer.save(recordOf('a'));
  await writer.disconnect();
  const adapter = new SqliteAdapter({ filename });
  await adapter.connect({ readOnly: true });
  const refused = await adapter.save(recordOf('b')).catch((error: unknown) => error);
  expect(adapter.classifyError(refused)).toBe('park');
  await adapter.connect();
  await adapter.save(recordOf('b'));
  expect(await adapter.listCalls({})).toHaveLength(2);
  await adapter.disconnect();
});

test('check rejects with the missing SQL, and running that SQL is enough', async () => {
  const filename = newDatabasePath();
  const adapter = new SqliteAdapter({ filename, tableName: 'calls', migrations: 'check' });
  const missing = await adapter.connect().catch((error: unknown) => error);
  expect(missing).toMatchObject({ code: 'schema_missing' });
  expect(tablesOf(filename)).toEqual([]);
  const database = new DatabaseSync(filename);
  database.exec(String(missing).replace(/^[^\n]*\n/, ''));
  database.close();
  await adapter.connect();
  await adapter.save(recordOf('a'));
  expect(await adapter.listCalls({})).toEqual([recordOf('a')]);
  await adapter.disconnect();
});

test('a table of an earlier version gets the columns that it lacks and keeps its rows', async () => {
  const filename = newDatabasePath();
  const adapter = new SqliteAdapter({ filename });
  await adapter.connect();
  await adapter.save(recordOf('before', { region: 'eu' }));
  await adapter.disconnect();
  const database = new DatabaseSync(filename);
  database.exec('ALTER TABLE llm_tracking DROP COLUMN region; ALTER TABLE llm_tracking ADD COLUMN of_the_app TEXT');
  database.exec('DROP INDEX llm_tracking_time');
  database.close();
  await adapter.connect();
  await adapter.save(recordOf('after', { region: 'us' }));
  const calls = await adapter.listCalls({});
  expect(calls.map((call) => call.region).toSorted()).toEqual([null, 'us'].toSorted());
  expect(calls).toHaveLength(2);
  await adapter.disconnect();
});

test('a table may be in a schema', async () => {
  const adapter = new SqliteAdapter({ filename: ':memory:', tableName: 'main.calls' });
  await adapter.connect();
  await adapter.save(recordOf('a'));
  expect(await adapter.listCalls({})).toEqual([recordOf('a')]);
  await adapter.connect();
  expect(await adapter.listCalls({})).toHaveLength(1);
  await adapter.disconnect();
});

test('a file that was deleted is replaced, so that records go where they can be found', async () => {
  const filename = newDatabasePath();
  const adapter = new SqliteAdapter({ filename });
  await adapter.connect();
  await adapter.save(recordOf('a'));
  const { rmSync } = await import('node:fs');
  for (const path of [filename, `${filename}-wal`, `${filename}-shm`]) rmSync(path, { force: true });
  await adapter.save(recordOf('b'));
  expect(await adapter.listCalls({})).toEqual([recordOf('b')]);
  expect(tablesOf(filename)).toEqual(['llm_tracking']);
  await adapter.disconnect();
});

test('the shipped queries search an index', async () => {
  const filename = newDatabasePath();
  const adapter = new SqliteAdapter({ filename });
  await adapter.connect();
  await adapter.disconnect();
  const database = new DatabaseSync(filename);
  const plan = (where: string): string =>
    database
      .prepare(`EXPLAIN QUERY PLAN SELECT * FROM llm_tracking WHERE ${where}`)
      .all()
      .map((row) => String(row['detail']))
      .join();
  expect(plan("project_name = 'shop' AND timestamp_ms >= 1 AND timestamp_ms < 2")).toContain(
    'SEARCH llm_tracking USING INDEX llm_tracking_project_time (project_name=? AND timestamp_ms>? AND timestamp_ms<?)',
  );
  expect(
    plan('timestamp_ms <= 5 AND (timestamp_ms < 5 OR request_id < 5) ORDER BY timestamp_ms DESC, request_id DESC'),
  ).toBe('SEARCH llm_tracking USING INDEX llm_tracking_time (timestamp_ms<?)');
  expect(plan("request_id IN ('a', 'b')")).toContain('USING INDEX sqlite_autoindex_llm_tracking_1 (request_id=?)');
  database.close();
});

function tablesOf(filename: string): unknown[] {
  const database = new DatabaseSync(filename);
  const rows = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  database.close();
  return rows.map((row) => row['name']);
}
