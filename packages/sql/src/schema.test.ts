import { ConfigurationError, type RecordField, recordFields } from '@llm-tracker/core/plugin';
import { expect, test } from 'vitest';
import { ensureSchema } from './schema.ts';
import type { SqlDriver, SqlRow } from './sql-driver.ts';
import { parseTableName } from './sql-table.ts';
import { type SqliteParameter, sqliteDialect } from './sqlite/sqlite-dialect.ts';

const table = parseTableName('calls', sqliteDialect.quote);
const columns = Object.values<RecordField>(recordFields).map((field) => sqliteDialect.columnName(field));
const complete: SqlRow[] = [
  ...columns.map((name) => ({ kind: 'column', name })),
  { kind: 'index', name: 'calls_project_time' },
  { kind: 'index', name: 'calls_time' },
];
const withoutRegion = complete.filter(({ name }) => name !== 'region');

/** A database that describes its table as the next of these, the last one for ever, and answers changes so. */
function databaseWith(
  descriptions: SqlRow[][],
  migrate: () => Promise<boolean> = async () => true,
): { driver: SqlDriver<SqliteParameter>; changes: (readonly string[])[] } {
  const changes: (readonly string[])[] = [];
  const driver: SqlDriver<SqliteParameter> = {
    query: async () => (descriptions.length > 1 ? descriptions.shift() : descriptions[0]) ?? [],
    write: () => Promise.reject(new Error('the schema is changed by migrate')),
    migrate: async (statements) => {
      changes.push(statements);
      return migrate();
    },
  };
  return { driver, changes };
}

test('creates the table and its indexes where there is none', async () => {
  const { driver, changes } = databaseWith([[], complete]);
  await ensureSchema(sqliteDialect, driver, table, 'auto');
  expect(changes.map((statements) => statements.map((text) => text.slice(0, 40)))).toEqual([
    [
      'CREATE TABLE IF NOT EXISTS "calls" ("req',
      'CREATE INDEX IF NOT EXISTS "calls_projec',
      'CREATE INDEX IF NOT EXISTS "calls_time" ',
    ],
  ]);
});

test('adds what is missing and touches nothing else', async () => {
  const { driver, changes } = databaseWith([
    withoutRegion.filter(({ name }) => name !== 'calls_time').concat({ kind: 'column', name: 'of_the_app' }),
    complete,
  ]);
  await ensureSchema(sqliteDialect, driver, table, 'auto');
  expect(changes).toEqual([
    [
      'ALTER TABLE "calls" ADD COLUMN "region" TEXT',
      'CREATE INDEX IF NOT EXISTS "calls_time" ON "calls" ("timestamp_ms", "request_id")',
    ],
  ]);
});

test('changes nothing when nothing is missing', async () => {
  const { driver, changes } = databaseWith([complete]);
  await ensureSchema(sqliteDialect, driver, table, 'auto');
  expect(changes).toEqual([]);
});

test('waits while another process changes the schema, and is content with its work', async () => {
  const { driver, changes } = databaseWith([[], [], complete], async () => false);
  await ensureSchema(sqliteDialect, driver, table, 'auto');
  expect(changes).toHaveLength(2);
});

test('whoever loses the race finishes what the other one left, and fails only when nothing came of it', async () => {
  let failures = 0;
  const lost = databaseWith([[], withoutRegion, complete], async () => {
    failures += 1;
    if (failures === 1) throw new Error('table exists');
    return true;
  });
  await ensureSchema(sqliteDialect, lost.driver, table, 'auto');
  expect(lost.changes).toHaveLength(2);
  const failed = databaseWith([[]], () => Promise.reject(new Error('disk full')));
  await expect(ensureSchema(sqliteDialect, failed.driver, table, 'auto')).rejects.toThrow('disk full');
});

test('a user who may not change the schema is shown the SQL that is missing', async () => {
  const denied = Object.assign(new Error('permission denied'), { code: '42501' });
  const { driver } = databaseWith([withoutRegion], () => Promise.reject(denied));
  await expect(ensureSchema(sqliteDialect, driver, table, 'auto')).rejects.toMatchObject({
    code: 'schema_missing',
    message: expect.stringContaining('ALTER TABLE "calls" ADD COLUMN "region" TEXT;'),
    cause: denied,
  });
});

test('check changes nothing and shows the missing SQL', async () => {
  const { driver, changes } = databaseWith([withoutRegion]);
  await expect(ensureSchema(sqliteDialect, driver, table, 'check')).rejects.toMatchObject({
    code: 'schema_missing',
    message: expect.stringContaining('ALTER TABLE "calls" ADD COLUMN "region" TEXT;'),
  });
  expect(changes).toEqual([]);
});

test('check does not insist on indexes', async () => {
  const { driver } = databaseWith([complete.filter(({ kind }) => kind === 'column')]);
  await expect(ensureSchema(sqliteDialect, driver, table, 'check')).resolves.toEqual(['request_id']);
});

test('a key may hold the start of the call as well, but nothing that a revision changes', async () => {
  const keyed = (...names: string[]): SqlRow[] => [...complete, ...names.map((name) => ({ kind: 'key', name }))];
  const { driver } = databaseWith([keyed('timestamp', 'request_id')]);
  expect(await ensureSchema(sqliteDialect, driver, table, 'auto')).toEqual(['timestamp', 'request_id']);
  for (const names of [['id'], ['timestamp'], ['request_id', 'project_name']]) {
    const wrong = databaseWith([keyed(...names)]);
    await expect(ensureSchema(sqliteDialect, wrong.driver, table, 'auto')).rejects.toThrow(ConfigurationError);
  }
});
