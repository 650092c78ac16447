import type {
  BreakdownQuery,
  BreakdownRow,
  CallQuery,
  ConnectOptions,
  DatabaseAdapter,
  TrackingData,
} from '@llm-tracker/core/plugin';
import {
  classifyMysqlError,
  createMysqlDriver,
  createSqlStore,
  detectMysqlDialect,
  type MysqlCheckout,
  mysqlDialect,
  type SqlStore,
} from '@llm-tracker/sql';
import { keepAlive } from './keep-alive.ts';
import { checkMysqlOptions, type MySQLAdapterOptions, mysqlTarget } from './mysql-options.ts';
import type { MysqlPool, OwnMysqlPool } from './mysql-pool.ts';
import { openMysqlPool } from './open-mysql-pool.ts';

export type { MySQLAdapterOptions } from './mysql-options.ts';

/**
 * Keeps records in MySQL or MariaDB, through `mysql2`. Its own pool has two connections at most and keeps no process alive.
 * @example
 * const tracker = createTracker({ projectName: 'my-project', database: new MySQLAdapter({ connectionString }) });
 */
export class MySQLAdapter implements DatabaseAdapter {
  readonly target: string;
  readonly #options: MySQLAdapterOptions;
  readonly #driver: ReturnType<typeof createMysqlDriver> = createMysqlDriver(() => this.#checkOut());
  #store: SqlStore;
  #pool: MysqlPool | null = null;
  #own: OwnMysqlPool | null = null;

  /** Throws a ConfigurationError for an unknown or wrong option. */
  constructor(options: MySQLAdapterOptions = {}) {
    checkMysqlOptions(options);
    this.#options = options;
    this.#store = this.#storeIn(mysqlDialect);
    this.target = `mysql ${mysqlTarget(options)} ${this.#store.table.sql}`;
  }

  async connect(options: ConnectOptions = {}): Promise<void> {
    if (this.#pool === null) {
      const { pool } = this.#options;
      this.#own = pool === undefined ? await openMysqlPool(this.#options) : null;
      this.#pool = pool === undefined ? this.#own : 'promise' in pool ? pool.promise() : pool;
    }
    this.#store = this.#storeIn(await detectMysqlDialect(this.#driver));
    await this.#store.prepare(options);
  }

  async disconnect(): Promise<void> {
    const own = this.#own;
    this.#pool = null;
    this.#own = null;
    await own?.end();
  }

  async save(data: TrackingData): Promise<void> {
    await this.#store.save([data]);
  }

  async saveBatch(data: readonly TrackingData[]): Promise<void> {
    await this.#store.save(data);
  }

  async getBreakdown(query: BreakdownQuery): Promise<BreakdownRow[]> {
    return this.#store.getBreakdown(query);
  }

  async listCalls(query: CallQuery): Promise<TrackingData[]> {
    return this.#store.listCalls(query);
  }

  async deleteBefore(date: Date): Promise<number> {
    return this.#store.deleteBefore(date);
  }

  classifyError(error: unknown): 'retry' | 'split' | 'park' {
    return classifyMysqlError(error);
  }

  #storeIn(dialect: typeof mysqlDialect): SqlStore {
    const { tableName, migrations } = this.#options;
    return createSqlStore({ dialect, driver: this.#driver, tableName, migrations });
  }

  async #checkOut(): Promise<MysqlCheckout> {
    if (this.#pool === null) throw new Error('The MySQL adapter is not connected. Call connect() first.');
    const isOwn = this.#own !== null;
    const connection = await this.#pool.getConnection();
    if (isOwn) keepAlive(connection.connection, true);
    return {
      connection,
      isOwn,
      release(broken) {
        if (isOwn) keepAlive(connection.connection, false);
        if (broken) connection.destroy();
        else connection.release();
      },
    };
  }
}
