import { createHash } from 'node:crypto';
import { ConfigurationError } from '@llm-tracker/core/plugin';
import type { SchemaMigrations } from '@llm-tracker/sql';
import type { PostgresPool } from './postgres-pool.ts';

/** Which database and which table. A pool, a connection string, or its parts; what is absent comes from `pg`'s environment variables (PGHOST, …). */
export interface PostgresAdapterOptions {
  /** Such as `postgresql://user:password@localhost:5432/database`. */
  connectionString?: string | undefined;
  host?: string | undefined;
  /** @default 5432 */
  port?: number | undefined;
  database?: string | undefined;
  user?: string | undefined;
  /** A function is asked for each connection, so that passwords may expire. */
  password?: string | (() => string | Promise<string>) | undefined;
  /** As `pg` takes it. */
  ssl?: boolean | object | undefined;
  /** A pool of the app. It is used for one transaction at a time and never ended. */
  pool?: PostgresPool | undefined;
  /** An identifier or `schema.identifier`. @default "llm_tracking" */
  tableName?: string | undefined;
  /** `auto` creates the table and adds columns that it lacks; `check` changes nothing and lets `connect()` reject with the missing SQL. @default "auto" */
  migrations?: SchemaMigrations | undefined;
}

const connectionNames = ['connectionString', 'host', 'port', 'database', 'user', 'password', 'ssl'] as const;
const optionNames: readonly string[] = [...connectionNames, 'pool', 'tableName', 'migrations'];

/** Throws a ConfigurationError for an unknown, wrong or contradicting option. No message holds a value that may be secret. */
export function checkPostgresOptions(options: PostgresAdapterOptions): void {
  if (typeof options !== 'object' || options === null)
    throw new ConfigurationError('options', 'an object', typeof options);
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name));
  if (unknown !== undefined) {
    throw new ConfigurationError(unknown, `one of ${optionNames.join(', ')}`, 'an unknown option');
  }
  const { connectionString, pool, port, password } = options;
  if (connectionString !== undefined && urlOf(connectionString) === null) {
    throw new ConfigurationError('connectionString', 'a URL such as postgresql://user@localhost:5432/database', 'none');
  }
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw new ConfigurationError('port', 'a whole number from 1 to 65535', String(port));
  }
  for (const name of ['host', 'database', 'user'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'string') {
      throw new ConfigurationError(name, 'a string', typeof options[name]);
    }
  }
  if (password !== undefined && typeof password !== 'string' && typeof password !== 'function') {
    throw new ConfigurationError('password', 'a string or a function that returns one', typeof password);
  }
  if (pool === undefined) return;
  if (typeof pool?.connect !== 'function') throw new ConfigurationError('pool', 'a Pool of pg', typeof pool);
  const other = connectionNames.find((name) => options[name] !== undefined);
  if (other !== undefined) throw new ConfigurationError(other, 'absent where there is a pool', 'given');
}

/** Server and database, without secrets. A pool is known by its own options. */
export function postgresTarget(options: PostgresAdapterOptions): string {
  const pool: unknown = options.pool === undefined ? options : Reflect.get(options.pool, 'options');
  const given: Partial<Record<string, unknown>> = typeof pool === 'object' && pool !== null ? { ...pool } : {};
  const url = urlOf(given['connectionString']);
  const text = (value: unknown): string | undefined =>
    value === undefined || value === null || value === '' ? undefined : String(value);
  const { PGHOST, PGPORT, PGDATABASE, PGUSER } = process.env;
  const user = text(url?.username) ?? text(given['user']) ?? PGUSER ?? '';
  const host =
    text(url?.hostname) ?? text(url?.searchParams.get('host')) ?? text(given['host']) ?? PGHOST ?? 'localhost';
  const port = text(url?.port) ?? text(given['port']) ?? PGPORT ?? '5432';
  const database = text(url?.pathname.slice(1)) ?? text(given['database']) ?? PGDATABASE ?? user;
  const name = `${host}:${port}/${database}`;
  // A host or name may be anything; what is long or odd is told apart by its hash.
  return /^[\w.:/-]{1,200}$/.test(name) ? name : createHash('sha256').update(name).digest('hex').slice(0, 32);
}

function urlOf(value: unknown): URL | null {
  return typeof value === 'string' && /^postgres(ql)?:\/\//.test(value) ? URL.parse(value) : null;
}
