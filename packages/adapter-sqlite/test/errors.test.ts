import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteAdapter, type SqliteAdapterOptions } from '@llm-tracker/adapter-sqlite';
import { ConfigurationError } from '@llm-tracker/core';
import { expect, test } from 'vitest';
import { newDatabasePath } from './new-database-path.ts';
import { recordOf } from './record-of.ts';

/** What the adapter says of the error that an operation ends with. */
async function reactionTo(
  adapter: SqliteAdapter,
  operation: Promise<unknown>,
): Promise<[reaction: string, message: string]> {
  const error = await operation.then(
    () => {
      throw new Error('there was no error');
    },
    (thrown: unknown) => thrown,
  );
  return [adapter.classifyError(error), String(error)];
}

async function connected(filename: string = newDatabasePath()): Promise<SqliteAdapter> {
  const adapter = new SqliteAdapter({ filename });
  await adapter.connect();
  return adapter;
}

test('wrong and unknown options are refused at construction', () => {
  const wrong: [string, unknown][] = [
    ['options', undefined],
    ['filename', {}],
    ['filename', { filename: '' }],
    ['filename', { filename: 7 }],
    ['filename', { filename: 'file:calls.db?mode=ro' }],
    ['tableName', { filename: 'calls.db', tableName: 'calls; DROP TABLE calls' }],
    ['migrations', { filename: 'calls.db', migrations: 'never' }],
    ['path', { filename: 'calls.db', path: 'calls.db' }],
  ];
  for (const [path, options] of wrong) {
    expect(() => new SqliteAdapter(options as SqliteAdapterOptions)).toThrow(ConfigurationError);
    expect(() => new SqliteAdapter(options as SqliteAdapterOptions)).toThrow(new RegExp(`^${path} must be`));
  }
});

test('the target tells files and tables apart', () => {
  const target = (options: SqliteAdapterOptions): string => new SqliteAdapter(options).target;
  expect(target({ filename: './calls.db' })).toBe(target({ filename: 'calls.db', tableName: 'llm_tracking' }));
  expect(target({ filename: 'calls.db' })).not.toBe(target({ filename: 'other.db' }));
  expect(target({ filename: 'calls.db' })).not.toBe(target({ filename: 'calls.db', tableName: 'calls' }));
});

test('a lock of another connection is a matter of time, and is not waited for', async () => {
  const filename = newDatabasePath();
  const adapter = await connected(filename);
  const other = new DatabaseSync(filename);
  other.exec('BEGIN IMMEDIATE');
  const startMs = performance.now();
  expect(await reactionTo(adapter, adapter.saveBatch([recordOf('a')]))).toEqual(['retry', 'Error: database is locked']);
  // SQLite's own waiting would be one of seconds.
  expect(performance.now() - startMs).toBeLessThan(1000);
  expect(await adapter.listCalls({})).toEqual([]);
  other.exec('COMMIT');
  await adapter.saveBatch([recordOf('a')]);
  expect(await adapter.listCalls({})).toHaveLength(1);
  other.close();
  await adapter.disconnect();
});

test('a row that the database refuses is a fault of its batch, of which nothing is stored', async () => {
  const filename = newDatabasePath();
  const adapter = await connected(filename);
  await adapter.disconnect();
  const other = new DatabaseSync(filename);
  other.exec(
    "CREATE TRIGGER refuse AFTER INSERT ON llm_tracking BEGIN SELECT RAISE(ABORT, 'x') WHERE NEW.model = 'bad'; END",
  );
  other.close();
  await adapter.connect();
  const [reaction] = await reactionTo(adapter, adapter.saveBatch([recordOf('a'), recordOf('b', { model: 'bad' })]));
  expect(reaction).toBe('split');
  expect(await adapter.listCalls({})).toEqual([]);
  await adapter.saveBatch([recordOf('a')]);
  expect(await adapter.listCalls({})).toHaveLength(1);
  await adapter.disconnect();
});

test('a value that a column cannot hold is a fault of its row', async () => {
  const adapter = await connected();
  const wrong: Record<string, unknown>[] = [
    { costUsdExact: '9223372.036854775808' },
    { projectName: null },
    { promptTokens: 'many' },
    { model: Symbol('model') },
    { model: undefined },
    { latencyMs: 1.5 },
  ];
  for (const changes of wrong) {
    const record = { ...recordOf('a'), ...changes } as ReturnType<typeof recordOf>;
    expect((await reactionTo(adapter, adapter.saveBatch([recordOf('b'), record])))[0]).toBe('split');
  }
  expect(await adapter.listCalls({})).toEqual([]);
  await adapter.disconnect();
});

test('a table or column that is gone waits for somebody', async () => {
  const filename = newDatabasePath();
  const adapter = await connected(filename);
  const other = new DatabaseSync(filename);
  other.exec('ALTER TABLE llm_tracking RENAME COLUMN model TO modell');
  expect((await reactionTo(adapter, adapter.save(recordOf('a'))))[0]).toBe('park');
  other.exec('DROP TABLE llm_tracking');
  expect((await reactionTo(adapter, adapter.save(recordOf('a'))))[0]).toBe('park');
  expect((await reactionTo(adapter, adapter.listCalls({})))[0]).toBe('park');
  other.close();
  await adapter.disconnect();
});

test('a path where no database can be waits for somebody', async () => {
  const directory = dirname(newDatabasePath());
  const noDatabase = join(directory, 'text.db');
  writeFileSync(
    noDatabase,
    'This is no database, but a text that is long enough to look like the page of one. '.repeat(50),
  );
  mkdirSync(join(directory, 'folder.db'));
  for (const filename of [noDatabase, join(directory, 'folder.db'), join(directory, 'absent', 'calls.db')]) {
    const adapter = new SqliteAdapter({ filename });
    expect((await reactionTo(adapter, adapter.connect()))[0]).toBe('park');
    await adapter.disconnect();
  }
});

test('using it before connect() says so', async () => {
  const adapter = new SqliteAdapter({ filename: newDatabasePath() });
  const [reaction, message] = await reactionTo(adapter, adapter.save(recordOf('a')));
  expect(reaction).toBe('retry');
  expect(message).toContain('Call connect() first.');
});
