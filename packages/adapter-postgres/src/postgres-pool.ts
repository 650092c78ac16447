import type { PostgresClient } from '@llm-tracker/sql';

/** A client that a pool lends. */
export interface PostgresPoolClient extends PostgresClient {
  release(destroy?: boolean): void;
}

/** What is used of a `Pool` of `pg`. */
export interface PostgresPool {
  connect(): Promise<PostgresPoolClient>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}

/** A pool of our own. */
export interface OwnPostgresPool extends PostgresPool {
  end(): Promise<void>;
}
