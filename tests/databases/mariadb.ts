import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseServer } from './database-server.ts';
import { runTool } from './run-tool.ts';
import { type MysqlVariant, startMysqlServer } from './start-mysql-server.ts';

/**
 * Starts MariaDB 10.11, as user `tester` in the database `test`. Its time zone is foreign on purpose.
 * `args` are added to the server's command line: `['--max-connections=5']`.
 */
export function startMariadb({ args = [] }: { args?: readonly string[] } = {}): Promise<DatabaseServer> {
  return startMysqlServer(mariadb, args);
}

const mariadb: MysqlVariant = {
  name: 'mariadb',
  packageName: 'mariadb-server-core',
  release: 'bookworm',
  program: 'usr/sbin/mariadbd',
  args: ['--default-time-zone=+05:45', '--innodb-log-file-size=32M'],
  async initialise({ command: [file, ...args], folder, tests }) {
    mkdirSync(join(folder, 'data'));
    const scripts = ['mysql_system_tables', 'mysql_performance_tables', 'mysql_system_tables_data'].map((name) =>
      readFileSync(join(folder, 'usr/share/mysql', `${name}.sql`), 'utf8'),
    );
    // FLUSH PRIVILEGES: from here on there are users.
    const input = ['CREATE DATABASE mysql;', 'USE mysql;', ...scripts, 'FLUSH PRIVILEGES;', ...tests].join('\n');
    await runTool(file, [...args, '--bootstrap'], { input: `${input}\n` });
  },
};
