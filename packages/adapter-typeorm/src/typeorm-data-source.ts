import { ConfigurationError } from '@llm-tracker/core/plugin';

/** What is used of a `DataSource` of TypeORM, the same in all supported majors. */
export interface TypeormDataSource {
  readonly options: { readonly type: string };
  readonly isInitialized: boolean;
  createQueryRunner(mode?: 'master' | 'slave'): TypeormQueryRunner;
}

/** One connection of a data source, while it is held. */
export interface TypeormQueryRunner {
  readonly isTransactionActive: boolean;
  /** The driver's own connection. */
  connect(): Promise<unknown>;
  release(): Promise<void>;
}

/** The types of data sources that records can be kept in. */
const dataSourceTypes = ['postgres', 'cockroachdb', 'mysql', 'mariadb', 'better-sqlite3', 'sqlite'] as const;

/** One of the supported types. */
export type DataSourceType = (typeof dataSourceTypes)[number];

/** The type of a data source. Throws a ConfigurationError that lists the supported ones. */
export function dataSourceTypeOf(type: unknown, path = 'dataSource'): DataSourceType {
  const found = dataSourceTypes.find((supported) => supported === type);
  if (found === undefined) {
    throw new ConfigurationError(path, `of type ${dataSourceTypes.join(', ')}`, JSON.stringify(type) ?? typeof type);
  }
  return found;
}

/** The driver's own connection, if it has these methods; else a ConfigurationError that names the package it must come from. */
export function nativeConnection<Connection extends object>(
  connection: unknown,
  methods: readonly (keyof Connection & string)[],
  packageName: string,
): Connection {
  const isObject = typeof connection === 'object' && connection !== null;
  if (!isObject || methods.some((method) => typeof Reflect.get(connection, method) !== 'function')) {
    throw new ConfigurationError('the driver of the dataSource', `the package ${packageName}`, 'another one');
  }
  // Its methods are there; what they take and return is what that package documents.
  return connection as Connection;
}
