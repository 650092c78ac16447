import { startClickhouse } from './clickhouse.ts';
import { startMariadb } from './mariadb.ts';
import { startMongodb } from './mongodb.ts';
import { startMongodbReplicaSet } from './mongodb-replica-set.ts';
import { startMysql } from './mysql.ts';
import { startPostgres } from './postgres.ts';

/** A database that tests reach by an environment variable. */
export interface TestDatabase {
  readonly name: string;
  readonly title: string;
  /** Holds its URL. Given from outside, that server is used and none is started. */
  readonly variable: string;
  /** With CI=true the run fails where it cannot be had. */
  readonly isRequired: boolean;
  start(): Promise<{ readonly url: string; stop(): Promise<void> }>;
}

/** All of them. */
export const testDatabases: readonly TestDatabase[] = [
  testDatabase('postgres', 'PostgreSQL', startPostgres),
  testDatabase('mariadb', 'MariaDB', startMariadb),
  { ...testDatabase('mysql', 'MySQL', startMysql), isRequired: false },
  testDatabase('mongodb', 'MongoDB', startMongodb),
  testDatabase('mongodb-replica', 'MongoDB replica set', startMongodbReplicaSet),
  testDatabase('clickhouse', 'ClickHouse', startClickhouse),
];

function testDatabase(name: string, title: string, start: TestDatabase['start']): TestDatabase {
  // Composed, so that importing this table does not look like needing every database in it.
  return { name, title, variable: `TEST_${name.replace('-', '_').toUpperCase()}_URL`, isRequired: true, start };
}
