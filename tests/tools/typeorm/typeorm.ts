// The supported majors of TypeORM, and the drivers of SQLite that they are given.
import { createRequire } from 'node:module';

export { DataSource as DataSource0 } from 'typeorm-0';
export { DataSource as DataSource1 } from 'typeorm-1';

const require = createRequire(import.meta.url);

/** `better-sqlite3` 13: it brings its native part, and 12, which TypeORM names, aborts Node 24 when statements are collected. */
export const betterSqlite3: unknown = require('better-sqlite3');
