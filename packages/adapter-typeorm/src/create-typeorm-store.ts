import type { ConnectOptions } from '@llm-tracker/core/plugin';
import {
  classifyMysqlError,
  classifyPostgresError,
  classifySqliteError,
  cockroachDialect,
  createSqlStore,
  detectMysqlDialect,
  mysqlDialect,
  postgresDialect,
  type SchemaMigrations,
  type SqlDialect,
  type SqlDriver,
  type SqlStore,
  sqliteBatchDialect,
  sqliteDialect,
} from '@llm-tracker/sql';
import { mysqlDriverOf, postgresDriverOf } from './pooled-drivers.ts';
import { betterSqliteDriverOf, callbackSqliteDriverOf } from './sqlite-drivers.ts';
import type { DataSourceType, TypeormDataSource } from './typeorm-data-source.ts';

/** The store of one table, with what differs between types of data sources hidden. */
export interface TypeormStore {
  /** The quoted table name. */
  readonly tableSql: string;
  prepare(options: ConnectOptions): Promise<void>;
  /** The store to use now. */
  current(): SqlStore;
  classifyError(error: unknown): 'retry' | 'split' | 'park';
}

interface StoreOptions {
  readonly dataSource: TypeormDataSource;
  readonly tableName?: string | undefined;
  readonly migrations?: SchemaMigrations | undefined;
}

/** Throws a ConfigurationError for a table name that is no identifier. */
export function createTypeormStore(type: DataSourceType, options: StoreOptions): TypeormStore {
  const { dataSource } = options;
  switch (type) {
    case 'postgres':
      return fixed(postgresDialect, postgresDriverOf(dataSource, {}), options, classifyPostgresError);
    case 'cockroachdb': {
      const driver = postgresDriverOf(dataSource, { hasAdvisoryLocks: false });
      return fixed(cockroachDialect, driver, options, classifyPostgresError);
    }
    case 'better-sqlite3':
      return fixed(sqliteDialect, betterSqliteDriverOf(dataSource), options, classifySqliteError);
    case 'sqlite':
      return fixed(sqliteBatchDialect, callbackSqliteDriverOf(dataSource), options, classifySqliteError);
    case 'mysql':
    case 'mariadb':
      return detected(options);
  }
}

function fixed<Parameter>(
  dialect: SqlDialect<Parameter>,
  driver: SqlDriver<Parameter>,
  { tableName, migrations }: StoreOptions,
  classifyError: TypeormStore['classifyError'],
): TypeormStore {
  const store = createSqlStore({ dialect, driver, tableName, migrations });
  return { tableSql: store.table.sql, prepare: store.prepare, current: () => store, classifyError };
}

/** Both types of data sources connect to MySQL and to MariaDB: only the server knows which it is. */
function detected({ dataSource, tableName, migrations }: StoreOptions): TypeormStore {
  const driver = mysqlDriverOf(dataSource);
  let store = createSqlStore({ dialect: mysqlDialect, driver, tableName, migrations });
  return {
    tableSql: store.table.sql,
    async prepare(options) {
      store = createSqlStore({ dialect: await detectMysqlDialect(driver), driver, tableName, migrations });
      await store.prepare(options);
    },
    current: () => store,
    classifyError: classifyMysqlError,
  };
}
