import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodePrices, encodePrices } from './bundled-snapshot.ts';
import { createPriceTable, type PriceTable } from './price-table.ts';

/** The last good prices of a source, as they were left by this or another process. */
export interface CachedPrices {
  readonly table: PriceTable;
  readonly tag: string | null;
  readonly fetchedAt: number;
}

interface Header {
  readonly source: string;
  readonly snapshot: string;
  readonly tag: string | null;
  readonly fetchedAt: number;
}

/** Where last good prices are kept: a folder of this user's own, in the system's temporary folder. */
export function defaultPriceCacheDirectory(): string {
  const uid = process.getuid?.() ?? 'user';
  return join(tmpdir(), `llm-tracker-${uid}`, 'prices');
}

/** Reads what was last good; null when there is nothing, or nothing of this source, or nothing that this user wrote. */
export async function readPriceCache(directory: string, source: string): Promise<CachedPrices | null> {
  try {
    const path = join(directory, fileName);
    if (!isOwn((await stat(path)).uid) || !isOwn((await stat(directory)).uid)) return null;
    const text = await readFile(path, 'utf8');
    const end = text.indexOf('\n');
    const header = readHeader(JSON.parse(text.slice(0, end)));
    if (header === null || header.source !== source) return null;
    const sources = decodePrices(text.slice(end + 1));
    return sources.size === 0 ? null : { table: createPriceTable(sources, header.snapshot), ...header };
  } catch {
    // Absent, unreadable or cut short: the bundled prices are there.
    return null;
  }
}

/** Keeps prices for the next process. Rejects when the folder cannot be written or belongs to somebody else. */
export async function writePriceCache(directory: string, source: string, prices: CachedPrices): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (!isOwn((await stat(directory)).uid)) throw new Error(`${directory} belongs to another user.`);
  await chmod(directory, 0o700);
  const { table, tag, fetchedAt } = prices;
  const header: Header = { source, snapshot: table.snapshot, tag, fetchedAt };
  // Two trackers of one process may write in the same millisecond.
  const temporary = join(directory, `${fileName}.${randomUUID()}`);
  try {
    await writeFile(temporary, `${JSON.stringify(header)}\n${encodePrices(table.sources)}`, { mode: 0o600 });
    await rename(temporary, join(directory, fileName));
  } finally {
    await rm(temporary, { force: true });
  }
}

const fileName = 'last-good-prices';

/** The temporary folder is everybody's: what another user left there is not believed. */
function isOwn(uid: number): boolean {
  return process.getuid === undefined || process.getuid() === uid;
}

function readHeader(value: unknown): Header | null {
  const { source, snapshot, tag, fetchedAt } = Object(value) as Partial<Record<keyof Header, unknown>>;
  if (typeof source !== 'string' || typeof snapshot !== 'string' || typeof fetchedAt !== 'number') return null;
  return { source, snapshot, fetchedAt, tag: typeof tag === 'string' ? tag : null };
}
