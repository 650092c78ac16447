export {
  createSqlStore,
  type SchemaMigrations,
  type SqlStore,
  type SqlStoreOptions,
} from './create-sql-store.ts';
export { loadDriver } from './load-driver.ts';
export { classifyMysqlError } from './mysql/classify-mysql-error.ts';
export { detectMysqlDialect } from './mysql/detect-mysql-dialect.ts';
export { type MysqlParameter, mariadbDialect, mysqlDialect } from './mysql/mysql-dialect.ts';
export { createMysqlDriver, type MysqlCheckout, type MysqlConnection, type MysqlQuery } from './mysql/mysql-driver.ts';
export { needsSomebody } from './needs-somebody.ts';
export { classifyPostgresError } from './postgres/classify-postgres-error.ts';
export { cockroachDialect, type PostgresParameter, postgresDialect } from './postgres/postgres-dialect.ts';
export {
  createPostgresDriver,
  type PostgresCheckout,
  type PostgresClient,
  type PostgresDriverOptions,
  type PostgresQuery,
} from './postgres/postgres-driver.ts';
export type { SqlDialect, SqlIndex, SqlStatement } from './sql-dialect.ts';
export type { SqlDriver, SqlRow } from './sql-driver.ts';
export { parseTableName, type SqlTable } from './sql-table.ts';
export { classifySqliteError } from './sqlite/classify-sqlite-error.ts';
export { type SqliteParameter, sqliteBatchDialect, sqliteDialect } from './sqlite/sqlite-dialect.ts';
