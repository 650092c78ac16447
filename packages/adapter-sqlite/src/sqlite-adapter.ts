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
import {
  classifySqliteError,
  createSqlStore,
  type SchemaMigrations,
  type SqlStore,
  sqliteDialect,
} from '@llm-tracker/sql';
import { type FileAccess, SqliteDriver } from './sqlite-driver.ts';

/** Which database file, which table in it. */
export interface SqliteAdapterOptions {
  /** Path of the file, relative to the working directory at construction; created with rights for its owner only. `:memory:` keeps nothing. */
  filename: string;
  /** An identifier. @default "llm_tracking" */
  tableName?: string | undefined;
  /** `auto` creates the table and adds columns that it lacks; `check` changes nothing, creates no file, and lets `connect()` reject with the missing SQL. @default "auto" */
  migrations?: SchemaMigrations | undefined;
}

const optionNames = ['filename', 'tableName', 'migrations'];

/**
 * Keeps records in a SQLite file, through Node's own `node:sqlite`. Every statement runs at once in the calling thread and never waits for a lock.
 * @example
 * const tracker = createTracker({ projectName: 'my-project', database: new SqliteAdapter({ filename: './llm-tracker.db' }) });
 */
export class SqliteAdapter implements DatabaseAdapter {
  readonly target: string;
  readonly #driver: SqliteDriver;
  readonly #store: SqlStore;
  readonly #migrations: SchemaMigrations;
  #connectOptions: ConnectOptions = {};

  /** Throws a ConfigurationError for an unknown or wrong option. */
  constructor(options: SqliteAdapterOptions) {
    const path = readPath(options);
    this.#migrations = options.migrations ?? 'auto';
    this.#driver = new SqliteDriver(path);
    this.#store = createSqlStore({
      dialect: sqliteDialect,
      driver: this.#driver,
      tableName: options.tableName,
      migrations: options.migrations,
    });
    this.target = `sqlite ${path} ${this.#store.table.sql}`;
  }

  async connect(options: ConnectOptions = {}): Promise<void> {
    this.#connectOptions = options;
    this.#driver.open(this.#accessFor(options));
    await this.#store.prepare(options);
  }

  async disconnect(): Promise<void> {
    this.#driver.close();
  }

  async save(data: TrackingData): Promise<void> {
    await this.saveBatch([data]);
  }

  async saveBatch(data: readonly TrackingData[]): Promise<void> {
    await (await this.#current()).save(data);
  }

  async getBreakdown(query: BreakdownQuery): Promise<BreakdownRow[]> {
    return (await this.#current()).getBreakdown(query);
  }

  async listCalls(query: CallQuery): Promise<TrackingData[]> {
    return (await this.#current()).listCalls(query);
  }

  async deleteBefore(date: Date): Promise<number> {
    return (await this.#current()).deleteBefore(date);
  }

  classifyError(error: unknown): 'retry' | 'split' | 'park' {
    return classifySqliteError(error);
  }

  /** The store over the file that is at the path now; one that was deleted or moved away is replaced by a new one, where that may be created. */
  async #current(): Promise<SqlStore> {
    if (this.#driver.isStale) await this.connect(this.#connectOptions);
    return this.#store;
  }

  #accessFor({ readOnly, migrations }: ConnectOptions): FileAccess {
    if (readOnly === true) return 'read';
    return (migrations ?? this.#migrations) === 'check' ? 'write' : 'create';
  }
}

function readPath(options: SqliteAdapterOptions): string {
  if (typeof options !== 'object' || options === null) {
    throw new ConfigurationError('options', 'an object with a filename', typeof options);
  }
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name));
  if (unknown !== undefined)
    throw new ConfigurationError(unknown, `one of ${optionNames.join(', ')}`, 'an unknown option');
  const { filename } = options;
  if (typeof filename !== 'string' || filename === '' || filename.startsWith('file:')) {
    throw new ConfigurationError(
      'filename',
      'the path of a file, or ":memory:"',
      JSON.stringify(filename) ?? 'undefined',
    );
  }
  return filename === ':memory:' ? filename : resolve(filename);
}
