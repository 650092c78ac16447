import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TypeORMAdapter, type TypeormDataSource } from '@llm-tracker/adapter-typeorm';
import { storageCases } from '@llm-tracker/testing';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { betterSqlite3, DataSource0, DataSource1 } from '../../../tests/tools/typeorm/typeorm.ts';
import { callbackSqlite } from './callback-sqlite.ts';

interface AppDataSource extends TypeormDataSource {
  initialize(): Promise<unknown>;
  destroy(): Promise<void>;
  query(sql: string): Promise<unknown>;
}

const folder = mkdtempSync(join(tmpdir(), 'llm-tracker-typeorm-'));
afterAll(() => rmSync(folder, { recursive: true }));

const majors = { 'TypeORM 0.3.20': DataSource0, 'TypeORM 1': DataSource1 } as const;
const servers = { postgres: 'TEST_POSTGRES_URL', mariadb: 'TEST_MARIADB_URL', mysql: 'TEST_MYSQL_URL' } as const;

for (const [name, DataSource] of Object.entries(majors)) {
  for (const type of ['postgres', 'mariadb', 'mysql'] as const) {
    const url = process.env[servers[type]];
    if (url === undefined && process.env['CI'] === 'true' && type !== 'mysql') {
      throw new Error(`${servers[type]} must name a server where CI=true.`);
    }
    const title = `${name} over ${type}${url === undefined ? ` (skipped: ${servers[type]} names no server)` : ''}`;
    describe.skipIf(url === undefined)(title, () => {
      const schema = `llm_test_${randomUUID().slice(0, 8)}`;
      const word = type === 'postgres' ? 'SCHEMA' : 'DATABASE';
      const dataSource: AppDataSource = new DataSource({ type, url: url ?? '' });
      runKit(dataSource, (table) => `${schema}.${table}`, {
        before: () => dataSource.query(`CREATE ${word} ${schema}`),
        after: () => dataSource.query(`DROP ${word} ${schema}${type === 'postgres' ? ' CASCADE' : ''}`),
      });
    });
  }

  describe(`${name} over better-sqlite3`, () => {
    const database = join(folder, `${randomUUID()}.db`);
    runKit(new DataSource({ type: 'better-sqlite3', database, driver: betterSqlite3 }), (table) => table);
  });
}

describe('TypeORM 0.3.20 over sqlite', () => {
  const database = join(folder, `${randomUUID()}.db`);
  runKit(new DataSource0({ type: 'sqlite', database, driver: callbackSqlite }), (table) => table);
});

function runKit(
  dataSource: AppDataSource,
  tableName: (table: string) => string,
  hooks: { before?: () => Promise<unknown>; after?: () => Promise<unknown> } = {},
): void {
  beforeAll(async () => {
    await dataSource.initialize();
    await hooks.before?.();
  });
  afterAll(async () => {
    await hooks.after?.();
    await dataSource.destroy();
  });
  const context = { createAdapter: (table: string) => new TypeORMAdapter({ dataSource, tableName: tableName(table) }) };
  for (const { name, skipReason, run } of storageCases) {
    test.skipIf(skipReason(context) !== null)(name, () => run(context));
  }
}
