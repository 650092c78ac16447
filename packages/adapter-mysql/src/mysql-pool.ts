import type { MysqlConnection } from '@llm-tracker/sql';

/** A connection that a pool lends. */
export interface MysqlPoolConnection extends MysqlConnection {
  release(): void;
  destroy(): void;
}

/** What is used of a pool of `mysql2/promise`. */
export interface MysqlPool {
  getConnection(): Promise<MysqlPoolConnection>;
}

/** What is used of a pool of `mysql2`, the one with callbacks. */
export interface MysqlCallbackPool {
  promise(): MysqlPool;
}

/** A pool of our own. */
export interface OwnMysqlPool extends MysqlPool {
  end(): Promise<void>;
}
