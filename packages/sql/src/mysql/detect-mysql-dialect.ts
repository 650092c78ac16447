import { ConfigurationError } from '@llm-tracker/core/plugin';
import type { SqlDialect } from '../sql-dialect.ts';
import type { SqlDriver } from '../sql-driver.ts';
import { type MysqlParameter, mariadbDialect, mysqlDialect } from './mysql-dialect.ts';

/** Asks the server whether it is MySQL or MariaDB. Rejects with a ConfigurationError when its version is too old. */
export async function detectMysqlDialect(driver: SqlDriver<MysqlParameter>): Promise<SqlDialect<MysqlParameter>> {
  const [row] = await driver.query({ text: 'SELECT VERSION() AS version', parameters: [] });
  const version = String(row?.['version']);
  const isMariadb = /mariadb/i.test(version);
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const isSupported = isMariadb ? major > 10 || (major === 10 && minor >= 11) : major >= 8;
  if (!isSupported)
    throw new ConfigurationError('the server', 'MySQL 8.0 or MariaDB 10.11, or later', version.slice(0, 80));
  return isMariadb ? mariadbDialect : mysqlDialect;
}
