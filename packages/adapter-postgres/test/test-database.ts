import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';

/** What a test file has of PostgreSQL. */
export interface TestDatabase {
  /** Of a user who may do everything. Connections made with it are called as the schema, which tells them from those of other tests. */
  readonly url: string;
  /** Its own schema, which is dropped in the end. */
  readonly schema: string;
  /** A connection beside the adapters. */
  readonly admin: pg.Client;
}

/** Describes tests that need a server: the one that TEST_POSTGRES_URL names. Without one they are skipped, but never where CI=true. */
export function describeOnPostgres(name: string, define: (database: TestDatabase) => void): void {
  const url = process.env['TEST_POSTGRES_URL'];
  if (url === undefined) {
    if (process.env['CI'] === 'true') throw new Error('TEST_POSTGRES_URL must name a PostgreSQL server where CI=true.');
    describe.skip(`${name} (skipped: TEST_POSTGRES_URL names no server)`, () => define(placeholder()));
    return;
  }
  describe(name, () => {
    const schema = `llm_test_${randomUUID().slice(0, 8)}`;
    const admin = new pg.Client({ connectionString: url });
    beforeAll(async () => {
      await admin.connect();
      await admin.query(`CREATE SCHEMA ${schema}`);
    });
    afterAll(async () => {
      await admin.query(`DROP SCHEMA ${schema} CASCADE`);
      await admin.end();
    });
    const named = new URL(url);
    named.searchParams.set('application_name', schema);
    define({ url: named.href, schema, admin });
  });
}

function placeholder(): TestDatabase {
  return { url: 'postgresql://localhost', schema: 'none', admin: new pg.Client() };
}
