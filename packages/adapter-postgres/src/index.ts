export { PostgresAdapter, type PostgresAdapterOptions } from './postgres-adapter.ts';
export type { PostgresPool, PostgresPoolClient } from './postgres-pool.ts';
