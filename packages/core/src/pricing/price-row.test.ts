import { describe, expect, it } from 'vitest';
import { compilePriceRow } from './price-row.ts';

const compile = (prices: Record<string, unknown>) =>
  compilePriceRow('row', { provider: 'openai', prices, retired: null });
const base = { input_cost_per_token: 1e-6, output_cost_per_token: 4e-6 };

describe('compilePriceRow', () => {
  it.each<[name: string, more: Record<string, unknown>, rejected: string[]]>([
    ['reads prices as text', { cache_read_input_token_cost: '1e-7' }, []],
    ['refuses a negative price', { cache_read_input_token_cost: -1e-7 }, ['cache_read_input_token_cost']],
    ['refuses a price that is a list', { cache_read_input_token_cost: [1] }, ['cache_read_input_token_cost']],
    ['refuses float noise', { cache_read_input_token_cost: 1.0000000001e-7 }, ['cache_read_input_token_cost']],
    ['takes tiers that come in pairs', { input_cost_per_token_flex: 5e-7, output_cost_per_token_flex: 2e-6 }, []],
    [
      'drops a tier with one side, its caches included',
      { input_cost_per_token_flex: 5e-7, cache_read_input_token_cost: 2e-7, cache_read_input_token_cost_flex: 1e-7 },
      ['input_cost_per_token_flex', 'cache_read_input_token_cost_flex'],
    ],
    [
      'drops a tier that is cheaper than a quarter',
      { input_cost_per_token_batches: 2e-7, output_cost_per_token_batches: 2e-6 },
      ['input_cost_per_token_batches', 'output_cost_per_token_batches'],
    ],
    [
      'drops priority that costs no more than standard',
      { input_cost_per_token_priority: 1e-6, output_cost_per_token_priority: 8e-6 },
      ['input_cost_per_token_priority', 'output_cost_per_token_priority'],
    ],
    [
      'takes ultrafast at six times',
      { input_cost_per_token_ultrafast: 6e-6, output_cost_per_token_ultrafast: 2.4e-5 },
      [],
    ],
    ['takes decisions at zero', { input_cost_per_token_decisions: 1e-6, output_cost_per_token_decisions: 0 }, []],
    ['takes a write at 1.25 times', { cache_creation_input_token_cost: 1.25e-6 }, []],
    ['takes a write within 5 % of that', { cache_creation_input_token_cost: 1.2e-6 }, []],
    [
      'drops a write that is something else',
      { cache_creation_input_token_cost: 5e-7 },
      ['cache_creation_input_token_cost'],
    ],
    [
      'drops a 12-hour write at ninefold',
      { cache_creation_input_token_cost_above_12hr: 9e-6 },
      ['cache_creation_input_token_cost_above_12hr'],
    ],
    ['drops a cache read dearer than input', { cache_read_input_token_cost: 2e-6 }, ['cache_read_input_token_cost']],
  ])('%s', (_name, more, rejected) => {
    const row = compile({ ...base, ...more });
    expect(row.rejected.map((line) => line.split(':')[0]).sort()).toEqual(rejected.sort());
  });

  it('knows a threshold by its keys, also when their prices cannot be read', () => {
    expect(compile({ ...base, input_cost_per_token_above_272k_tokens: 'more' }).thresholds).toEqual([272_000]);
  });

  it('knows thresholds, nested prices and rows of zeros', () => {
    const row = compile({
      ...base,
      input_cost_per_token_above_272k_tokens: 2e-6,
      output_cost_per_token_above_200k_tokens: 8e-6,
      search_context_cost_per_query: { search_context_size_low: 0.01 },
      web_search_billing_unit: 'per_query',
    });
    expect(row.thresholds).toEqual([200_000, 272_000]);
    expect([...row.others.keys()]).toEqual(['search_context_cost_per_query.search_context_size_low']);
    expect([row.billsPerQuery, row.isZero]).toEqual([true, false]);
    expect(compile({ input_cost_per_token: 0, provider_specific_entry: { us: 1.1 } }).isZero).toBe(true);
  });
});
