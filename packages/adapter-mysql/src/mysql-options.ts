import { createHash } from 'node:crypto';
import { ConfigurationError } from '@llm-tracker/core/plugin';
import type { SchemaMigrations } from '@llm-tracker/sql';
import type { MysqlCallbackPool, MysqlPool } from './mysql-pool.ts';

/** Which database and which table: a pool, a connection string, or its parts. */
export interface MySQLAdapterOptions {
  /** Such as `mysql://user:password@localhost:3306/database`. */
  connectionString?: string | undefined;
  /** @default "localhost" */
  host?: string | undefined;
  /** @default 3306 */
  port?: number | undefined;
  database?: string | undefined;
  user?: string | undefined;
  password?: string | undefined;
  /** As `mysql2` takes it. */
  ssl?: object | undefined;
  /** A pool of the app, of `mysql2` or `mysql2/promise`. It is used for one transaction at a time and never ended. */
  pool?: MysqlPool | MysqlCallbackPool | undefined;
  /** An identifier or `database.identifier`. @default "llm_tracking" */
  tableName?: string | undefined;
  /** `auto` creates the table and adds columns that it lacks; `check` changes nothing and lets `connect()` reject with the missing SQL. @default "auto" */
  migrations?: SchemaMigrations | undefined;
}

const connectionNames = ['connectionString', 'host', 'port', 'database', 'user', 'password', 'ssl'] as const;
const optionNames: readonly string[] = [...connectionNames, 'pool', 'tableName', 'migrations'];

/** Throws a ConfigurationError for an unknown, wrong or contradicting option. No message holds a value that may be secret. */
export function checkMysqlOptions(options: MySQLAdapterOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new ConfigurationError('options', 'an object', typeof options);
  }
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name));
  if (unknown !== undefined) {
    throw new ConfigurationError(unknown, `one of ${optionNames.join(', ')}`, 'an unknown option');
  }
  const { connectionString, pool, port, ssl } = options;
  if (connectionString !== undefined && urlOf(connectionString) === null) {
    throw new ConfigurationError('connectionString', 'a URL such as mysql://user@localhost:3306/database', 'none');
  }
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw new ConfigurationError('port', 'a whole number from 1 to 65535', String(port));
  }
  for (const name of ['host', 'database', 'user', 'password'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'string') {
      throw new ConfigurationError(name, 'a string', typeof options[name]);
    }
  }
  if (ssl !== undefined && (typeof ssl !== 'object' || ssl === null)) {
    throw new ConfigurationError('ssl', 'an object', typeof ssl);
  }
  if (pool === undefined) return;
  if (typeof pool !== 'object' || pool === null || !('promise' in pool || 'getConnection' in pool)) {
    throw new ConfigurationError('pool', 'a pool of mysql2', typeof pool);
  }
  const other = connectionNames.find((name) => options[name] !== undefined);
  if (other !== undefined) throw new ConfigurationError(other, 'absent where there is a pool', 'given');
}

/** Server and database, without secrets. A pool is known by its own options. */
export function mysqlTarget(options: MySQLAdapterOptions): string {
  const given = options.pool === undefined ? { ...options } : poolOptions(options.pool);
  const url = urlOf(given['connectionString']);
  const text = (value: unknown): string | undefined =>
    value === undefined || value === null || value === '' ? undefined : String(value);
  const host = text(url?.hostname) ?? text(given['host']) ?? 'localhost';
  const port = text(url?.port) ?? text(given['port']) ?? '3306';
  const database = text(url?.pathname.slice(1)) ?? text(given['database']) ?? '';
  const name = `${host}:${port}/${database}`;
  // A host or name may be anything; what is long or odd is told apart by its hash.
  return /^[\w.:/-]{1,200}$/.test(name) ? name : createHash('sha256').update(name).digest('hex').slice(0, 32);
}

/** Pools of `mysql2/promise` hold one of `mysql2`, which holds the options of its connections. */
function poolOptions(pool: object): Partial<Record<string, unknown>> {
  const member = (value: unknown, name: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  const config = member(member(pool, 'pool') ?? pool, 'config');
  const connection = member(config, 'connectionConfig');
  return typeof connection === 'object' && connection !== null ? { ...connection } : {};
}

function urlOf(value: unknown): URL | null {
  return typeof value === 'string' && /^(mysql|mariadb):\/\//.test(value) ? URL.parse(value) : null;
}
