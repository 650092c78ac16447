export { MySQLAdapter, type MySQLAdapterOptions } from './mysql-adapter.ts';
export type { MysqlPool, MysqlPoolConnection } from './mysql-pool.ts';
