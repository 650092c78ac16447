import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createBundledTable } from '../src/pricing/bundled-snapshot.ts';
import { readPriceCache, writePriceCache } from '../src/pricing/price-cache.ts';

it('keeps prices that several trackers of a process write in the same millisecond', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'llm-tracker-price-cache-'));
  const prices = { table: createBundledTable(), tag: null, fetchedAt: Date.UTC(2026, 10, 25) };
  await Promise.all(Array.from({ length: 8 }, () => writePriceCache(directory, 'source', prices)));
  expect(await readdir(directory)).toEqual(['last-good-prices']);
  expect((await readPriceCache(directory, 'source'))?.fetchedAt).toBe(prices.fetchedAt);
  await rm(directory, { recursive: true });
});
