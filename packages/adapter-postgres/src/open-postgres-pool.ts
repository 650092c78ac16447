import { loadDriver } from '@llm-tracker/sql';
import type { PostgresAdapterOptions } from './postgres-options.ts';
import type { OwnPostgresPool } from './postgres-pool.ts';

/** A small pool of our own. Nothing connects before it is used, and idle connections keep no process alive. Rejects when `pg` is not installed. */
export async function openPostgresPool(options: PostgresAdapterOptions): Promise<OwnPostgresPool> {
  const { default: pg } = await loadDriver('pg', () => import('pg'));
  const { connectionString, host, port, database, user, password, ssl } = options;
  const given = { connectionString, host, port, database, user, password, ssl };
  return new pg.Pool({
    // An option that is present but undefined would hide what the environment says.
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    max: 2,
    connectionTimeoutMillis: 5_000,
    maxLifetimeSeconds: 300,
    allowExitOnIdle: true,
    keepAlive: true,
    application_name: 'llm-tracker',
  });
}
