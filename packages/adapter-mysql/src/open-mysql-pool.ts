import { loadDriver } from '@llm-tracker/sql';
import type { MySQLAdapterOptions } from './mysql-options.ts';
import type { OwnMysqlPool } from './mysql-pool.ts';

/** A small pool of our own. Nothing connects before it is used. Rejects when `mysql2` is not installed. */
export async function openMysqlPool(options: MySQLAdapterOptions): Promise<OwnMysqlPool> {
  const { default: mysql } = await loadDriver('mysql2', () => import('mysql2'));
  const { connectionString, host, port, database, user, password, ssl } = options;
  const given = { host, port, database, user, password, ssl };
  const pool = mysql.createPool({
    ...(connectionString === undefined ? {} : { uri: connectionString }),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    connectionLimit: 2,
    connectTimeout: 5_000,
    // Idle connections stay; load balancers and NAT would drop them after some minutes and tell nobody.
    keepAliveInitialDelay: 60_000,
    charset: 'utf8mb4',
    // Some apps forbid code that is generated at run time.
    disableEval: true,
    connectAttributes: { program_name: 'llm-tracker' },
  });
  // An idle connection that a restart of the server ends is replaced when it is needed; without a listener it would end the app.
  pool.on('connection', (connection) => connection.on('error', () => undefined));
  return pool.promise();
}
