import type {
  BreakdownQuery,
  BreakdownRow,
  CallQuery,
  ConnectOptions,
  DatabaseAdapter,
  TrackingData,
} from '@llm-tracker/core/plugin';
import {
  classifyPostgresError,
  createPostgresDriver,
  createSqlStore,
  type PostgresCheckout,
  postgresDialect,
  type SqlStore,
} from '@llm-tracker/sql';
import { openPostgresPool } from './open-postgres-pool.ts';
import { checkPostgresOptions, type PostgresAdapterOptions, postgresTarget } from './postgres-options.ts';
import type { OwnPostgresPool, PostgresPool } from './postgres-pool.ts';

export type { PostgresAdapterOptions } from './postgres-options.ts';

const ignore = (): void => undefined;

/**
 * Keeps records in PostgreSQL, or in what speaks its protocol and SQL, through `pg`. Its own pool has two connections at most and keeps no
 * process alive.
 * @example
 * const tracker = createTracker({ projectName: 'my-project', database: new PostgresAdapter({ connectionString }) });
 */
export class PostgresAdapter implements DatabaseAdapter {
  readonly target: string;
  readonly #options: PostgresAdapterOptions;
  readonly #store: SqlStore;
  #pool: PostgresPool | null = null;
  #own: OwnPostgresPool | null = null;

  /** Throws a ConfigurationError for an unknown or wrong option. */
  constructor(options: PostgresAdapterOptions = {}) {
    checkPostgresOptions(options);
    this.#options = options;
    this.#store = createSqlStore({
      dialect: postgresDialect,
      driver: createPostgresDriver(() => this.#checkOut()),
      tableName: options.tableName,
      migrations: options.migrations,
    });
    this.target = `postgres ${postgresTarget(options)} ${this.#store.table.sql}`;
  }

  async connect(options: ConnectOptions = {}): Promise<void> {
    if (this.#pool === null) {
      this.#own = this.#options.pool === undefined ? await openPostgresPool(this.#options) : null;
      this.#pool = this.#options.pool ?? this.#own;
      // An idle connection that a restart of the server ends is replaced when it is needed; without a listener it would end the app.
      this.#pool?.on('error', ignore);
    }
    await this.#store.prepare(options);
  }

  async disconnect(): Promise<void> {
    const [pool, own] = [this.#pool, this.#own];
    this.#pool = null;
    this.#own = null;
    // A pool of the app stays open, and is left as it was.
    if (own === null) pool?.removeListener('error', ignore);
    else await own.end();
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
    return classifyPostgresError(error);
  }

  async #checkOut(): Promise<PostgresCheckout> {
    if (this.#pool === null) throw new Error('The PostgreSQL adapter is not connected. Call connect() first.');
    const client = await this.#pool.connect();
    return { client, release: (broken) => client.release(broken) };
  }
}
