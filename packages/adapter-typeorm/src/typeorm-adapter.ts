import { resolve } from 'node:path';
import {
  type BreakdownQuery,
  type BreakdownRow,
  type CallQuery,
  ConfigurationError,
  type ConnectOptions,
  type DatabaseAdapter,
  type TrackingData,
} from '@llm-tracker/core/plugin';
import type { SchemaMigrations, SqlStore } from '@llm-tracker/sql';
import { createTypeormStore, type TypeormStore } from './create-typeorm-store.ts';
import { type DataSourceType, dataSourceTypeOf, type TypeormDataSource } from './typeorm-data-source.ts';

/** Which data source, which table in it. */
export interface TypeORMAdapterOptions {
  /** Of the app, which initializes and destroys it. */
  dataSource: TypeormDataSource;
  /** An identifier or `schema.identifier`. @default "llm_tracking" */
  tableName?: string | undefined;
  /** `auto` creates the table and adds columns that it lacks; `check` changes nothing and lets `connect()` reject with the missing SQL. @default "auto" */
  migrations?: SchemaMigrations | undefined;
}

const optionNames = ['dataSource', 'tableName', 'migrations'];

/**
 * Keeps records in the database of a TypeORM `DataSource`, with the statements of the other SQL adapters: no entity is loaded or saved.
 * @example
 * const tracker = createTracker({ projectName: 'my-project', database: new TypeORMAdapter({ dataSource }) });
 */
export class TypeORMAdapter implements DatabaseAdapter {
  readonly target: string;
  readonly #dataSource: TypeormDataSource;
  readonly #store: TypeormStore;

  /** Throws a ConfigurationError for an unknown or wrong option, and for a data source of an unsupported type. */
  constructor(options: TypeORMAdapterOptions) {
    const type = checkOptions(options);
    this.#dataSource = options.dataSource;
    this.#store = createTypeormStore(type, options);
    this.target = `typeorm ${targetOf(type, options.dataSource)} ${this.#store.tableSql}`;
  }

  /** Rejects, for a later try, while the data source is not initialized. */
  async connect(options: ConnectOptions = {}): Promise<void> {
    if (!this.#dataSource.isInitialized) {
      throw new Error('The data source is not initialized. Await dataSource.initialize() before tracker.connect().');
    }
    await this.#store.prepare(options);
  }

  /** The data source belongs to the app. */
  async disconnect(): Promise<void> {}

  async save(data: TrackingData): Promise<void> {
    await this.#current().save([data]);
  }

  async saveBatch(data: readonly TrackingData[]): Promise<void> {
    await this.#current().save(data);
  }

  async getBreakdown(query: BreakdownQuery): Promise<BreakdownRow[]> {
    return this.#current().getBreakdown(query);
  }

  async listCalls(query: CallQuery): Promise<TrackingData[]> {
    return this.#current().listCalls(query);
  }

  async deleteBefore(date: Date): Promise<number> {
    return this.#current().deleteBefore(date);
  }

  classifyError(error: unknown): 'retry' | 'split' | 'park' {
    return this.#store.classifyError(error);
  }

  #current(): SqlStore {
    if (!this.#dataSource.isInitialized) throw new Error('The data source is not initialized, or destroyed.');
    return this.#store.current();
  }
}

function checkOptions(options: TypeORMAdapterOptions): DataSourceType {
  if (typeof options !== 'object' || options === null) {
    throw new ConfigurationError('options', 'an object with a dataSource', typeof options);
  }
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name));
  if (unknown !== undefined) {
    throw new ConfigurationError(unknown, `one of ${optionNames.join(', ')}`, 'an unknown option');
  }
  const { dataSource } = options;
  if (typeof dataSource?.createQueryRunner !== 'function' || typeof dataSource.options !== 'object') {
    throw new ConfigurationError('dataSource', 'a DataSource of TypeORM', typeof dataSource);
  }
  return dataSourceTypeOf(dataSource.options.type);
}

/** Server and database, or the file, without secrets. */
function targetOf(type: DataSourceType, { options }: TypeormDataSource): string {
  const given: Partial<Record<string, unknown>> = { ...options };
  const master: unknown =
    typeof given['replication'] === 'object' ? Reflect.get(given['replication'] ?? {}, 'master') : null;
  const { url, host, port, database }: Partial<Record<string, unknown>> =
    typeof master === 'object' && master !== null ? { ...master } : given;
  if (type === 'better-sqlite3' || type === 'sqlite') {
    return `${type} ${database === ':memory:' ? database : resolve(String(database))}`;
  }
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  if (parsed !== null) return `${type} ${parsed.host}${parsed.pathname}`;
  return `${type} ${String(host ?? 'localhost')}:${String(port ?? 'default')}/${String(database ?? '')}`;
}
