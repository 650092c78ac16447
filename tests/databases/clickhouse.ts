import { join } from 'node:path';
import { type DatabaseServer, UnavailableError } from './database-server.ts';
import { findNpmTool, npmToolsFolder } from './find-npm-tool.ts';
import { startServer } from './start-server.ts';

/** Starts ClickHouse 26.7, the engine of chdb, behind its own HTTP interface, as user `default` without a password. */
export async function startClickhouse(): Promise<DatabaseServer> {
  if (process.platform === 'win32') throw new UnavailableError('chdb has no library for Windows');
  await findNpmTool('chdb');
  return startServer({
    name: 'clickhouse',
    prepare: async () => {},
    command: ({ folder, port }) => ({
      file: process.execPath,
      args: [join(npmToolsFolder, 'clickhouse-server.ts'), join(folder, 'data'), String(port)],
      // Foreign on purpose: no result of ours may depend on the server's time zone.
      environment: { TZ: 'Asia/Kolkata' },
    }),
    isReady: ({ port }) =>
      fetch(`http://127.0.0.1:${port}/ping`).then(
        (response) => response.ok,
        () => false,
      ),
    url: (port) => `http://default@127.0.0.1:${port}/default`,
  });
}
