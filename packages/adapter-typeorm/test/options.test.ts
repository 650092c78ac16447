import {
  TypeORMAdapter,
  type TypeORMAdapterOptions,
  type TypeormDataSource,
  trackingEntity,
} from '@llm-tracker/adapter-typeorm';
import { ConfigurationError } from '@llm-tracker/core';
import { kitRecord } from '@llm-tracker/testing';
import { expect, test } from 'vitest';
import { betterSqlite3, DataSource1 } from '../../../tests/tools/typeorm/typeorm.ts';

function dataSourceOf(options: Record<string, unknown>): TypeormDataSource {
  return { options: options as { type: string }, isInitialized: false, createQueryRunner: () => expect.unreachable() };
}

test('data sources of other types are refused with the list of those that are supported', () => {
  for (const type of ['mongodb', 'oracle', 'mssql', 'sqljs', 'spanner', 'aurora-mysql', undefined]) {
    expect(() => new TypeORMAdapter({ dataSource: dataSourceOf({ type }) })).toThrow(
      /^dataSource must be of type postgres, cockroachdb, mysql, mariadb, better-sqlite3, sqlite, but is/,
    );
  }
  expect(() => trackingEntity({ type: 'oracle' })).toThrow(/^type must be of type postgres/);
});

test('wrong and unknown options are refused at construction', () => {
  const dataSource = dataSourceOf({ type: 'postgres' });
  for (const [path, options] of [
    ['options', undefined],
    ['dataSource', {}],
    ['dataSource', { dataSource: {} }],
    ['tableName', { dataSource, tableName: 'calls"; --' }],
    ['migrations', { dataSource, migrations: 'never' }],
    ['table', { dataSource, table: 'calls' }],
  ] as const) {
    const construct = (): unknown => new TypeORMAdapter(options as unknown as TypeORMAdapterOptions);
    expect(construct).toThrow(ConfigurationError);
    expect(construct).toThrow(new RegExp(`^${path} must be`));
  }
});

test('the target tells databases and tables apart, and holds no secret', () => {
  const target = (options: Record<string, unknown>): string =>
    new TypeORMAdapter({ dataSource: dataSourceOf(options), tableName: 'billing.calls' }).target;
  expect(target({ type: 'postgres', url: 'postgres://user:secret@db:6432/app' })).toBe(
    'typeorm postgres db:6432/app "billing"."calls"',
  );
  expect(target({ type: 'mysql', host: 'db', port: 3307, database: 'app', username: 'user', password: 'secret' })).toBe(
    'typeorm mysql db:3307/app `billing`.`calls`',
  );
  const master = { url: 'mysql://user:secret@writer/app' };
  expect(target({ type: 'mysql', replication: { master, slaves: [] } })).toContain('writer/app');
  expect(target({ type: 'better-sqlite3', database: '/data/app.db' })).toContain('/data/app.db');
});

test('a data source that is not initialized yet is waited for', async () => {
  const dataSource = new DataSource1({ type: 'better-sqlite3', database: ':memory:', driver: betterSqlite3 });
  const adapter = new TypeORMAdapter({ dataSource });
  const early = await adapter.connect().catch((error: unknown) => error);
  expect(String(early)).toContain('dataSource.initialize()');
  expect(adapter.classifyError(early)).toBe('retry');
  await dataSource.initialize();
  await adapter.connect();
  await adapter.save(kitRecord());
  await adapter.disconnect();
  expect(dataSource.isInitialized).toBe(true);
  await dataSource.destroy();
  const late = await adapter.save(kitRecord()).catch((error: unknown) => error);
  expect(adapter.classifyError(late)).toBe('retry');
});

test.each([{ readOnly: true }, { migrations: 'check' }] as const)(
  'connecting with %o changes nothing',
  async (options) => {
    const dataSource = new DataSource1({ type: 'better-sqlite3', database: ':memory:', driver: betterSqlite3 });
    await dataSource.initialize();
    const adapter = new TypeORMAdapter({ dataSource });
    const missing = await adapter.connect(options).catch((error: unknown) => error);
    expect(missing).toMatchObject({ code: 'schema_missing' });
    expect(String(missing)).toContain('CREATE TABLE IF NOT EXISTS "llm_tracking"');
    expect(adapter.classifyError(missing)).toBe('park');
    expect(await dataSource.query('SELECT name FROM sqlite_master')).toEqual([]);
    await new TypeORMAdapter({ dataSource }).connect();
    await adapter.connect(options);
    expect(await adapter.listCalls({})).toEqual([]);
    await dataSource.destroy();
  },
);

test("nothing is written into a transaction of the app's, which may be rolled back", async () => {
  const dataSource = new DataSource1({ type: 'better-sqlite3', database: ':memory:', driver: betterSqlite3 });
  await dataSource.initialize();
  const adapter = new TypeORMAdapter({ dataSource });
  await adapter.connect();
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction();
  const refused = await adapter.save(kitRecord()).catch((error: unknown) => error);
  expect(adapter.classifyError(refused)).toBe('retry');
  await runner.rollbackTransaction();
  await adapter.save(kitRecord());
  expect(await adapter.listCalls({})).toHaveLength(1);
  await dataSource.destroy();
});
