import { expect, it } from 'vitest';
import { checkPriceUpdate, keepVanished } from './check-price-update.ts';
import { readPriceFile } from './price-file.ts';
import { createPriceTable } from './price-table.ts';

const chat = { litellm_provider: 'openai', input_cost_per_token: 1e-6, output_cost_per_token: 4e-6 };
const rows = (more: object): Record<string, object> => ({
  ...Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`m-${index}`, chat])),
  m: { ...chat, ...more },
});

/** What is said of the row `m`, which has 1 under this key, when it comes to this. */
function problemOf(key: string, value: number): readonly string[] {
  const current = createPriceTable(readPriceFile(rows({ [key]: 1 })).sources, 'before');
  return checkPriceUpdate(current, readPriceFile(rows({ [key]: value })).sources).quarantined;
}

it.each(['input_cost_per_audio_token', 'output_cost_per_token_above_200k_tokens', 'output_cost_per_image'])(
  'does not believe that %s moved to zero or more than threefold',
  (key) => {
    expect(problemOf(key, 3)).toEqual([]);
    expect(problemOf(key, 0.34)).toEqual([]);
    expect(problemOf(key, 3.1)).toEqual([`m: ${key} moved more than threefold`]);
    expect(problemOf(key, 0.3)).toEqual([`m: ${key} moved more than threefold`]);
    expect(problemOf(key, 0)).toEqual([`m: ${key} moved to 0`]);
  },
);

it('takes the last price of a retired row from the package, which may have been corrected since it was kept', () => {
  const table = (retired: string | null, price: number) =>
    createPriceTable(
      new Map([['m', { provider: 'openai', prices: { input_cost_per_token: price }, retired }]]),
      'snapshot',
    );
  const priceOf = (kept: ReturnType<typeof table>, bundled: ReturnType<typeof table>) =>
    keepVanished(kept.sources, bundled).get('m')?.prices;
  expect(priceOf(table('1', 1), table('1', 2))).toEqual({ input_cost_per_token: 2 });
  expect(priceOf(table(null, 1), table('1', 2))).toEqual({ input_cost_per_token: 1 });
  expect(priceOf(table('1', 1), table(null, 2))).toEqual({ input_cost_per_token: 1 });
});
