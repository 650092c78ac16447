import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from './cached-folder.ts';
import type { DatabaseServer } from './database-server.ts';
import { startServer } from './start-server.ts';
import { unpackDebianPackage, unpackedCommand } from './unpack-debian-package.ts';

/** What tells the servers of the MySQL family apart. */
export interface MysqlVariant {
  /** One word, part of the name of its temporary folder. */
  readonly name: string;
  readonly packageName: string;
  readonly release: string;
  /** Where the package has the server, from its root. */
  readonly program: string;
  readonly args: readonly string[];
  /** Makes new data at the `--datadir` of the command, with what `tests` says. */
  initialise(place: {
    command: readonly [string, ...string[]];
    folder: string;
    tests: readonly string[];
  }): Promise<void>;
}

/** Starts a server of the MySQL family, with user `tester`, who may do everything, and the empty database `test`. */
export async function startMysqlServer(variant: MysqlVariant, args: readonly string[]): Promise<DatabaseServer> {
  const cached = await cachedFolder(variant.name, async (folder) => {
    await unpackDebianPackage(variant.packageName, variant.release, folder);
    await variant.initialise({ command: commandOf(variant, folder, join(folder, 'data')), folder, tests: statements });
  });
  return startServer({
    name: variant.name,
    prepare: async (folder) => cpSync(join(cached, 'data'), join(folder, 'data'), { recursive: true }),
    command({ folder, port }) {
      const [file, ...commonArgs] = commandOf(variant, cached, join(folder, 'data'));
      return {
        file,
        args: [
          ...commonArgs,
          ...['--bind-address=127.0.0.1', `--port=${port}`, '--skip-name-resolve', '--max-connections=300'],
          ...[`--socket=${join(folder, 'socket')}`, `--pid-file=${join(folder, 'pid')}`],
          ...args,
        ],
      };
    },
    isReady: ({ output }) => output.includes('ready for connections'),
    url: (port) => `mysql://tester:secret@127.0.0.1:${port}/test`,
  });
}

const statements = [
  'CREATE DATABASE test;',
  "CREATE USER tester@'%' IDENTIFIED BY 'secret';",
  "GRANT ALL ON *.* TO tester@'%' WITH GRANT OPTION;",
];

function commandOf({ program, args }: MysqlVariant, unpacked: string, data: string): readonly [string, ...string[]] {
  const share = join(unpacked, 'usr/share/mysql');
  return [
    ...unpackedCommand(unpacked, program),
    ...['--no-defaults', `--datadir=${data}`, `--basedir=${join(unpacked, 'usr')}`],
    ...[`--lc-messages-dir=${share}`, `--character-sets-dir=${join(share, 'charsets')}`],
    `--plugin-dir=${join(unpacked, 'usr/lib/mysql/plugin')}`,
    // A commit outlives the process, not the machine.
    ...['--innodb-flush-method=nosync', '--innodb-doublewrite=0', '--innodb-buffer-pool-size=64M'],
    ...(process.getuid?.() === 0 ? ['--user=root'] : []),
    ...args,
  ];
}
