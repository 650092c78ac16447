import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TypeORMAdapter, trackingEntity } from '@llm-tracker/adapter-typeorm';
import { kitRecord } from '@llm-tracker/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { betterSqlite3, DataSource0, DataSource1 } from '../../../tests/tools/typeorm/typeorm.ts';

const folder = mkdtempSync(join(tmpdir(), 'llm-tracker-entity-'));
afterAll(() => rmSync(folder, { recursive: true }));

const servers = { postgres: 'TEST_POSTGRES_URL', mariadb: 'TEST_MARIADB_URL', mysql: 'TEST_MYSQL_URL' } as const;

for (const [name, DataSource] of Object.entries({ 'TypeORM 0.3.20': DataSource0, 'TypeORM 1': DataSource1 })) {
  describe(name, () => {
    test.for(['postgres', 'mariadb', 'mysql', 'better-sqlite3'] as const)(
      'the entity makes the table that the adapter wants, on %s',
      async (type, { skip }) => {
        const url = type === 'better-sqlite3' ? '' : process.env[servers[type]];
        if (url === undefined) return skip('its variable names no server');
        const tableName = `entity_${randomUUID().slice(0, 8)}`;
        const options =
          type === 'better-sqlite3' ? { database: join(folder, `${tableName}.db`), driver: betterSqlite3 } : { url };
        // TypeORM's types tell data sources apart by what is one variable here.
        const dataSource = new DataSource({
          type,
          ...options,
          entities: [trackingEntity({ type, tableName })],
        } as never);
        await dataSource.initialize();
        try {
          await dataSource.synchronize();
          const adapter = new TypeORMAdapter({ dataSource, tableName, migrations: 'check' });
          await adapter.connect();
          const record = kitRecord({ costUsdExact: '9223372.036854775807', model: 'a ' });
          await adapter.saveBatch([
            record,
            kitRecord({ model: 'A', requestId: '01900000-0000-7000-8000-000000000002' }),
          ]);
          expect(await adapter.listCalls({ model: 'a ' })).toEqual([record]);
          expect(await dataSource.getRepository('LlmTracking').count()).toBe(2);
          // Nothing is left to change: neither for TypeORM nor for the adapter.
          expect((await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query)).toEqual([]);
        } finally {
          if (type !== 'better-sqlite3') await dataSource.query(`DROP TABLE IF EXISTS ${tableName}`);
          await dataSource.destroy();
        }
      },
    );
  });
}
