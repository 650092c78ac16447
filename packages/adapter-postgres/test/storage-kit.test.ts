import { PostgresAdapter } from '@llm-tracker/adapter-postgres';
import { type StorageContext, storageCases } from '@llm-tracker/testing';
import pg from 'pg';
import { afterAll, describe, test } from 'vitest';
import { describeOnPostgres } from './test-database.ts';

describeOnPostgres('PostgreSQL', ({ url, schema }) => {
  describe('through a pool of its own', () => {
    runKit({
      createAdapter: (table) => new PostgresAdapter({ connectionString: url, tableName: `${schema}.${table}` }),
    });
  });

  describe("through the app's pool, whatever the app has set for itself", () => {
    const pool = new pg.Pool({
      connectionString: url,
      max: 4,
      options: '-c TimeZone=America/St_Johns -c extra_float_digits=0 -c IntervalStyle=sql_standard -c DateStyle=German',
      types: { getTypeParser: () => (text: string) => Number.parseFloat(text) },
    });
    afterAll(() => pool.end());
    runKit({ createAdapter: (table) => new PostgresAdapter({ pool, tableName: `${schema}.${table}` }) });
  });
});

function runKit(context: StorageContext): void {
  for (const { name, skipReason, run } of storageCases) {
    test.skipIf(skipReason(context) !== null)(name, () => run(context));
  }
}
