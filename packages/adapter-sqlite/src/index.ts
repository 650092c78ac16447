export { SqliteAdapter, type SqliteAdapterOptions } from './sqlite-adapter.ts';
