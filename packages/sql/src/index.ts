export {
  createSqlStore,
  isSchemaMissing,
  type SchemaMigrations,
  type SqlStore,
  type SqlStoreOptions,
} from './create-sql-store.ts';
export { type MysqlParameter, mariadbDialect, mysqlDialect } from './mysql-dialect.ts';
export { type PostgresParameter, postgresDialect } from './postgres-dialect.ts';
export type { SqlDialect, SqlIndex, SqlStatement } from './sql-dialect.ts';
export type { SqlDriver, SqlRow } from './sql-driver.ts';
export type { SqlTable } from './sql-table.ts';
export { type SqliteParameter, sqliteDialect } from './sqlite-dialect.ts';
