import { randomUUID } from 'node:crypto';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe } from 'vitest';

/** What a test file has of a server. */
export interface TestDatabase {
  readonly server: 'MySQL' | 'MariaDB';
  /** Of a user who may do everything. */
  readonly url: string;
  /** Its own database, which is dropped in the end. */
  readonly schema: string;
  /** Connections beside the adapters. */
  readonly admin: mysql.Pool;
}

const servers = [
  { server: 'MariaDB', variable: 'TEST_MARIADB_URL', isNeeded: true },
  // Not to be had on every machine.
  { server: 'MySQL', variable: 'TEST_MYSQL_URL', isNeeded: false },
] as const;

/** Describes tests once for each server that TEST_MARIADB_URL and TEST_MYSQL_URL name. Without one they are skipped; MariaDB never where CI=true. */
export function describeOnMysql(name: string, define: (database: TestDatabase) => void): void {
  for (const { server, variable, isNeeded } of servers) {
    const url = process.env[variable];
    const schema = `llm_test_${randomUUID().slice(0, 8)}`;
    const admin = mysql.createPool({ uri: url ?? 'mysql://localhost', connectionLimit: 4 });
    if (url === undefined) {
      if (isNeeded && process.env['CI'] === 'true')
        throw new Error(`${variable} must name a ${server} server where CI=true.`);
      describe.skip(`${name} of ${server} (skipped: ${variable} names no server)`, () =>
        define({ server, url: 'mysql://localhost', schema, admin }));
      continue;
    }
    describe(`${name} of ${server}`, () => {
      beforeAll(async () => {
        await admin.query(`CREATE DATABASE ${schema}`);
      });
      afterAll(async () => {
        await admin.query(`DROP DATABASE ${schema}`);
        await admin.end();
      });
      define({ server, url, schema, admin });
    });
  }
}
