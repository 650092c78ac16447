import { describe, expect, it } from 'vitest';
import { createBundledTable, decodePrices, encodePrices } from './bundled-snapshot.ts';
import { readPriceBookOptions } from './create-price-book.ts';
import { readPriceFile } from './price-file.ts';

describe('the bundled snapshot', () => {
  const book = readPriceBookOptions({})(createBundledTable());

  it.each([
    ['openai', 'gpt-4o', 'gpt-4o-2024-08-06', '0.0035'],
    ['claude', 'claude-sonnet-4-20250514', 'claude-sonnet-4-20250514', '0.0045'],
    ['gemini', 'gemini-1.5-flash', 'gemini-1.5-flash', '0.000105'],
    ['azure', 'gpt-4o', 'gpt-4o-2024-08-06', '0.0035'],
    ['bedrock', 'anthropic.claude-3-5-sonnet-20241022-v2:0', 'anthropic.claude-3-5-sonnet-20241022-v2:0', '0.0045'],
  ])('prices %s %s', (provider, requestedModel, model, costUsdExact) => {
    const cost = book.price({
      provider,
      model,
      requestedModel,
      region: 'us-east-1',
      items: [
        { unit: 'input', quantity: 1000 },
        { unit: 'output', quantity: 100 },
      ],
    });
    expect(cost).toMatchObject({ status: 'priced', costUsdExact, priceSnapshot: book.snapshot });
  });

  it('flags models that upstream has dropped, with the last package that had them', () => {
    const cost = book.price({
      provider: 'claude',
      model: 'claude-sonnet-4-20250514',
      items: [{ unit: 'input', quantity: 1000 }],
    });
    expect(cost.costUsdExact).toBe('0.003');
    expect(cost.flags).toEqual([expect.stringMatching(/^retired-row:litellm 1\.\d+\.\d+$/)]);
  });

  it('names its date and its content', () => {
    expect(book.snapshot).toMatch(/^\d{4}-\d{2}-\d{2}-[0-9a-f]{8}$/);
  });
});

describe('encoded prices', () => {
  it('come back as they were', () => {
    const { sources } = readPriceFile({
      'b/model': {
        litellm_provider: 'openai',
        input_cost_per_token: 2.5e-6,
        output_cost_per_token: '1.38e-7',
        search_context_cost_per_query: { search_context_size_low: 0.01, search_context_size_high: 0.03 },
        web_search_billing_unit: 'per_query',
        cache_read_input_token_cost: null,
      },
      'a-model': { litellm_provider: 'anthropic', provider_specific_entry: { us: 1.1, note: 'text' } },
      empty: { litellm_provider: 'gemini', mode: 'chat' },
    });
    const text = encodePrices(
      new Map([...sources].map(([name, source]) => [name, { ...source, retired: name === 'empty' ? 'x 1' : null }])),
    );
    const decoded = decodePrices(text);
    expect([...decoded.keys()]).toEqual(['a-model', 'b/model', 'empty']);
    expect(decoded.get('b/model')?.prices).toEqual({
      input_cost_per_token: '25e-7',
      output_cost_per_token: '138e-9',
      search_context_cost_per_query: { search_context_size_low: '1e-2', search_context_size_high: '3e-2' },
      web_search_billing_unit: 'per_query',
    });
    expect(decoded.get('a-model')?.prices).toEqual({ provider_specific_entry: { us: '11e-1' } });
    expect(decoded.get('empty')).toMatchObject({ provider: 'gemini', retired: 'x 1', prices: {} });
    expect(encodePrices(decoded)).toBe(text);
  });

  it('are those of their own keys, whatever an object of prices calls its members', () => {
    const { sources } = readPriceFile({
      'a-model': {
        litellm_provider: 'openai',
        search_context_cost_per_query: { 'a b': 1, 'c\nd\topenai\t': 2, low: 3 },
      },
      'b-model': { litellm_provider: 'openai', input_cost_per_token: 4 },
    });
    const decoded = decodePrices(encodePrices(sources));
    expect([...decoded].map(([name, { prices }]) => [name, prices])).toEqual([
      ['a-model', { search_context_cost_per_query: { low: '3' } }],
      ['b-model', { input_cost_per_token: '4' }],
    ]);
  });
});
