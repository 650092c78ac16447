import { expect, it } from 'vitest';
import { checkPriceUpdate } from './check-price-update.ts';
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
