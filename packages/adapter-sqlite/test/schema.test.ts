import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteAdapter } from '@llm-tracker/adapter-sqlite';
import { type ConnectOptions, openDatabase } from '@llm-tracker/core';
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

describe.each<[name: string, migrations: 'check' | undefined, options: ConnectOptions | undefined]>([
  ['readOnly: true', undefined, { readOnly: true }],
  ["migrations: 'check' for a connection", undefined, { migrations: 'check' }],
  ["migrations: 'check' for an adapter", 'check', undefined],
])('with %s', (_name, migrations, options) => {
  const adapterOn = (filename: string): SqliteAdapter => new SqliteAdapter({ filename, migrations });

  test('a wrong filename is told with its path, and no file is created', async () => {
    const filename = newDatabasePath();
    const adapter = adapterOn(filename);
    const absent = await adapter.connect(options).catch((error: unknown) => error);
    expect(absent).toMatchObject({ code: 'schema_missing' });
    expect(String(absent)).toContain(filename);
    expect(adapter.classifyError(absent)).toBe('park');
    expect(readdirSync(dirname(filename))).toEqual([]);
  });

  test('a file without the table stays as it is, byte by byte', async () => {
    const filename = newDatabasePath();
    const app = new DatabaseSync(filename);
    app.exec('CREATE TABLE other (x TEXT) STRICT');
    app.close();
    const before = readFileSync(filename);
    const adapter = adapterOn(filename);
    const empty = await adapter.connect(options).catch((error: unknown) => error);
    expect(empty).toMatchObject({ code: 'schema_missing' });
    expect(String(empty)).toContain('CREATE TABLE IF NOT EXISTS "llm_tracking"');
    expect(adapter.classifyError(empty)).toBe('park');
    await adapter.disconnect();
    expect(readFileSync(filename).equals(before)).toBe(true);
  });

  test('a table of an earlier version stays as it is, and the missing columns are shown', async () => {
    const filename = await databaseOfRows('a');
    const app = new DatabaseSync(filename);
    app.exec('ALTER TABLE llm_tracking DROP COLUMN region');
    app.close();
    const adapter = adapterOn(filename);
    await expect(adapter.connect(options)).rejects.toThrow('ALTER TABLE "llm_tracking" ADD COLUMN "region"');
    await adapter.disconnect();
    expect(columnsOf(filename)).not.toContain('region');
  });

  test('an index that is missing is missed by nobody', async () => {
    const filename = await databaseOfRows('a');
    const app = new DatabaseSync(filename);
    app.exec('DROP INDEX llm_tracking_time');
    app.close();
    const adapter = adapterOn(filename);
    await adapter.connect(options);
    expect(await adapter.listCalls({})).toEqual([recordOf('a')]);
    await adapter.disconnect();
    expect(namesOf(filename, 'index')).not.toContain('llm_tracking_time');
  });

  test('a file that is no database is told with its path', async () => {
    const filename = newDatabasePath();
    writeFileSync(filename, 'This is no database, but long enough to look like the page of one. '.repeat(50));
    const adapter = adapterOn(filename);
    const refused = await adapter.connect(options).catch((error: unknown) => error);
    expect(String(refused)).toContain(`${filename} could not be opened: file is not a database`);
    expect(adapter.classifyError(refused)).toBe('park');
  });
});

test('upkeep of a database that somebody else created changes its rows and nothing else', async () => {
  const filename = await databaseOfRows('a', 'b');
  // As an administrator may want it.
  const app = new DatabaseSync(filename);
  app.exec('PRAGMA journal_mode = DELETE');
  app.close();
  const database = openDatabase(new SqliteAdapter({ filename }), { readOnly: false, customPricing: {} });
  await database.connect();
  expect(await database.deleteBefore(new Date('2099-01-01'))).toBe(2);
  await database.disconnect();
  expect(new DatabaseSync(filename).prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'delete' });
});

test('a file that was deleted is not created anew by who may not create it', async () => {
  const filename = await databaseOfRows('a');
  const adapter = new SqliteAdapter({ filename });
  await adapter.connect({ migrations: 'check' });
  await adapter.save(recordOf('b'));
  removeDatabase(filename);
  await expect(adapter.save(recordOf('c'))).rejects.toThrow(`There is no SQLite database ${filename}.`);
  expect(readdirSync(dirname(filename))).toEqual([]);
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
  new DatabaseSync(filename).exec('CREATE TABLE other (x TEXT) STRICT');
  const adapter = new SqliteAdapter({ filename, tableName: 'calls', migrations: 'check' });
  const missing = await adapter.connect().catch((error: unknown) => error);
  expect(missing).toMatchObject({ code: 'schema_missing' });
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
  removeDatabase(filename);
  await adapter.save(recordOf('b'));
  expect(await adapter.listCalls({})).toEqual([recordOf('b')]);
  expect(namesOf(filename, 'table')).toEqual(['llm_tracking']);
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

/** The path of a database with these rows, on which no connection is open. */
async function databaseOfRows(...keys: string[]): Promise<string> {
  const filename = newDatabasePath();
  const adapter = new SqliteAdapter({ filename });
  await adapter.connect();
  await adapter.saveBatch(keys.map((key) => recordOf(key)));
  await adapter.disconnect();
  return filename;
}

function removeDatabase(filename: string): void {
  for (const path of [filename, `${filename}-wal`, `${filename}-shm`]) rmSync(path, { force: true });
}

function namesOf(filename: string, type: 'table' | 'index'): unknown[] {
  return read(filename, `SELECT name FROM sqlite_master WHERE type = '${type}'`);
}

function columnsOf(filename: string): unknown[] {
  return read(filename, "SELECT name FROM pragma_table_info('llm_tracking')");
}

function read(filename: string, sql: string): unknown[] {
  const database = new DatabaseSync(filename);
  const rows = database.prepare(sql).all();
  database.close();
  return rows.map((row) => row['name']);
}
