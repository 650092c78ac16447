import { type RecordField, recordFields } from '@llm-tracker/core/plugin';
import { expect, test } from 'vitest';
import { ensureSchema } from './schema.ts';
import type { SqlDriver, SqlRow } from './sql-driver.ts';
import { parseTableName } from './sql-table.ts';
import { type SqliteParameter, sqliteDialect } from './sqlite-dialect.ts';

const table = parseTableName('calls', sqliteDialect.quote);
const columns = Object.values<RecordField>(recordFields).map((field) => sqliteDialect.columnName(field));
const complete: SqlRow[] = [
  ...columns.map((name) => ({ kind: 'column', name })),
  { kind: 'index', name: 'calls_project_time' },
  { kind: 'index', name: 'calls_time' },
];

/** A database that describes its table as the next of these, and refuses writes if told so. */
function databaseWith(
  descriptions: SqlRow[][],
  writeError?: Error,
): { driver: SqlDriver<SqliteParameter>; written: string[] } {
  const written: string[] = [];
  const driver: SqlDriver<SqliteParameter> = {
    query: async () => descriptions.shift() ?? [],
    write: async (statements) => {
      if (writeError !== undefined) throw writeError;
      written.push(...statements.map(({ text }) => text));
    },
  };
  return { driver, written };
}

test('creates the table and its indexes where there is none', async () => {
  const { driver, written } = databaseWith([[]]);
  await ensureSchema(sqliteDialect, driver, table, 'auto');
  expect(written.map((text) => text.slice(0, 40))).toEqual([
    'CREATE TABLE IF NOT EXISTS "calls" ("req',
    'CREATE INDEX IF NOT EXISTS "calls_projec',
    'CREATE INDEX IF NOT EXISTS "calls_time" ',
  ]);
});

test('adds what is missing and touches nothing else', async () => {
  const { driver, written } = databaseWith([
    complete
      .filter(({ name }) => name !== 'region' && name !== 'calls_time')
      .concat({ kind: 'column', name: 'of_the_app' }),
  ]);
  await ensureSchema(sqliteDialect, driver, table, 'auto');
  expect(written).toEqual([
    'ALTER TABLE "calls" ADD COLUMN "region" TEXT',
    'CREATE INDEX IF NOT EXISTS "calls_time" ON "calls" ("timestamp_ms", "request_id")',
  ]);
});

test('writes nothing when nothing is missing', async () => {
  const { driver, written } = databaseWith([complete]);
  await ensureSchema(sqliteDialect, driver, table, 'auto');
  expect(written).toEqual([]);
});

test('whoever loses the race to create the table is content with the work of the other', async () => {
  const lost = databaseWith([[], complete], new Error('duplicate column name'));
  await ensureSchema(sqliteDialect, lost.driver, table, 'auto');
  const failed = databaseWith([[], []], new Error('disk full'));
  await expect(ensureSchema(sqliteDialect, failed.driver, table, 'auto')).rejects.toThrow('disk full');
});

test('check changes nothing and shows the missing SQL', async () => {
  const { driver, written } = databaseWith([complete.filter(({ name }) => name !== 'region')]);
  await expect(ensureSchema(sqliteDialect, driver, table, 'check')).rejects.toMatchObject({
    code: 'schema_missing',
    message: expect.stringContaining('ALTER TABLE "calls" ADD COLUMN "region" TEXT;'),
  });
  expect(written).toEqual([]);
});

test('check does not insist on indexes', async () => {
  const { driver } = databaseWith([complete.filter(({ kind }) => kind === 'column')]);
  await expect(ensureSchema(sqliteDialect, driver, table, 'check')).resolves.toBeUndefined();
});
