import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseServer } from './database-server.ts';
import { runTool } from './run-tool.ts';
import { type MysqlVariant, startMysqlServer } from './start-mysql-server.ts';

/**
 * Starts MySQL 9, as user `tester` in the database `test`. Its time zone is foreign on purpose.
 * It comes from Debian's unstable release, so it may be missing on some days. `args` are added to the server's command line.
 */
export function startMysql({ args = [] }: { args?: readonly string[] } = {}): Promise<DatabaseServer> {
  return startMysqlServer(mysql, args);
}

const mysql: MysqlVariant = {
  name: 'mysql',
  packageName: 'mysql-server-core',
  release: 'sid',
  program: 'usr/sbin/mysqld',
  args: [
    ...['--default-time-zone=-03:30', '--secure-file-priv=NULL', '--innodb-redo-log-capacity=64M'],
    // What takes its memory.
    ...['--performance-schema=OFF', '--mysqlx=OFF', '--skip-log-bin'],
  ],
  async initialise({ command: [file, ...args], folder, tests }) {
    const path = join(folder, 'tests.sql');
    writeFileSync(path, `${tests.join('\n')}\n`);
    await runTool(file, [...args, '--initialize-insecure', `--init-file=${path}`]);
    rmSync(path);
  },
};
