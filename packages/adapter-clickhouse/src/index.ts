export { ClickHouseAdapter } from './clickhouse-adapter.ts';
export type { ClickHouseAdapterOptions, ClickHouseClientLike } from './clickhouse-options.ts';
