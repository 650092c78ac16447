import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UnavailableError } from './database-server.ts';
import { guardFolder } from './guard-folder.ts';

const cacheFolder =
  process.env['TEST_DATABASES_CACHE'] ?? join(import.meta.dirname, '..', 'tools', 'databases', '.cache');

const filling = new Map<string, Promise<string>>();

/** The path of a folder that is filled once and kept. Rejects with UnavailableError if it cannot be filled. */
export function cachedFolder(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const known = filling.get(name) ?? fillFolder(name, fill);
  filling.set(name, known);
  return known;
}

async function fillFolder(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cacheFolder, name);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheFolder, { recursive: true });
  const unfinished = mkdtempSync(join(cacheFolder, `unfinished-${name}-`));
  const guard = guardFolder(unfinished);
  try {
    await fill(unfinished);
    renameSync(unfinished, folder);
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(folder)) throw new UnavailableError(`${name} cannot be had: ${messageOf(error)}`, { cause: error });
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
    await guard.release();
  }
  return folder;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
