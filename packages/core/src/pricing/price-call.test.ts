import { describe, expect, it } from 'vitest';
import type { UsageItem } from '../record.ts';
import { priceSample, sampleRow } from './price-sample.test-support.ts';

const openai = (model: string, items?: UsageItem[], more = {}) => ({
  provider: 'openai',
  model,
  ...(items === undefined ? {} : { items }),
  ...more,
});

describe('statuses', () => {
  const rows = {
    m: sampleRow('openai', 1, 4),
    'omni-moderation-x': sampleRow('openai', 0, 0),
    'gemini/gemma-4-x': sampleRow('gemini', 0, 0),
    'gemini/exp': sampleRow('gemini', 0, 0),
  };

  it('are checked in the order unpriced, committed, invalid or unmeasured, partial', () => {
    const contradictory = { promptTokens: 5 };
    expect(priceSample(rows, openai('x', undefined, { ...contradictory, serviceTier: 'scale' })).status).toBe(
      'unpriced',
    );
    expect(priceSample(rows, openai('m', undefined, { ...contradictory, serviceTier: 'scale' })).status).toBe(
      'committed',
    );
    expect(priceSample(rows, openai('m', undefined, { ...contradictory, serviceTier: 'turbo' })).status).toBe(
      'invalid',
    );
    expect(priceSample(rows, openai('m', [], { serviceTier: 'turbo' })).status).toBe('unmeasured');
    expect(priceSample(rows, openai('m', undefined, { serviceTier: 'turbo' })).status).toBe('partial');
    expect(priceSample(rows, openai('m')).status).toBe('priced');
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])('find %s tokens invalid', (quantity) => {
    expect(priceSample(rows, openai('m', [{ unit: 'input', quantity }])).status).toBe('invalid');
  });

  it.each([-1, Number.NaN, 1e16, 1e308])('find %s seconds invalid', (quantity) => {
    expect(priceSample(rows, openai('m', [{ unit: 'second_input', quantity }])).status).toBe('invalid');
  });

  it('price zero tokens at zero, and no usage not at all', () => {
    const none = { unit: 'input' as const, quantity: 0 };
    expect(priceSample(rows, openai('m', [none]))).toMatchObject({ status: 'priced', costUsd: 0, costUsdExact: '0' });
    expect(priceSample(rows, openai('m', []))).toMatchObject({ status: 'unmeasured', costUsd: null });
  });

  it('know the free models, and take no other row of zeros for a price', () => {
    expect(priceSample(rows, openai('omni-moderation-x', [])).costUsdExact).toBe('0');
    expect(priceSample(rows, openai('omni-moderation-x', [{ unit: 'request', quantity: 1 }])).costUsdExact).toBe('0');
    expect(priceSample(rows, { provider: 'gemini', model: 'gemma-4-x' }).costUsdExact).toBe('0');
    const placeholder = priceSample(rows, { provider: 'gemini', model: 'exp' });
    expect(placeholder).toMatchObject({ status: 'unpriced', costUsd: null });
    expect(placeholder.reason).toContain('placeholder_zero');
  });

  it('keep the known part of a partial cost apart', () => {
    const items: UsageItem[] = [
      { unit: 'input', quantity: 1000 },
      { unit: 'file_search', quantity: 2 },
    ];
    const cost = priceSample(rows, openai('m', items));
    expect(cost).toMatchObject({
      status: 'partial',
      costUsd: null,
      knownCostUsd: '0.001',
      reason: 'no price for file_search in m',
    });
    expect(priceSample(rows, openai('m', [{ unit: 'file_search', quantity: 2 }])).knownCostUsd).toBeUndefined();
    expect(priceSample(rows, openai('m', items), { derivedRules: { 'tool-prices': true } })).toMatchObject({
      costUsdExact: '0.006',
      flags: ['derived:tool-prices'],
    });
  });
});

describe('multipliers', () => {
  const rows = {
    m: sampleRow('openai', 1, 4, {
      regional_processing_uplift_multiplier_eu: 1.1,
      search_context_cost_per_query: { search_context_size_medium: 0.01, search_context_size_high: 0.03 },
    }),
    old: sampleRow('openai', 1, 4),
    'claude-x': sampleRow('anthropic', 1, 4, { provider_specific_entry: { us: 1.1, fast: 2, warp: 9 } }),
  };
  const search: UsageItem[] = [
    { unit: 'input', quantity: 1_000_000 },
    { unit: 'search', quantity: 1 },
  ];
  const claude = (priceContext: Record<string, string>) => ({ provider: 'claude', model: 'claude-x', priceContext });

  it('apply to tokens and not to fees', () => {
    const cost = priceSample(rows, openai('m', search, { priceContext: { residency: 'eu' } }));
    expect(cost.costUsdExact).toBe('1.11');
    expect(cost.flags).toEqual(['multiplier:regional_processing_uplift_multiplier_eu=1.1']);
  });

  it('are not asked of a row that has none for any place', () => {
    expect(priceSample(rows, openai('old', undefined, { priceContext: { residency: 'eu' } })).costUsdExact).toBe('5');
  });

  it('make the cost partial when one is called for and missing', () => {
    const call = openai('m', undefined, { priceContext: { residency: 'in' } });
    expect(priceSample(rows, call)).toMatchObject({ status: 'partial', knownCostUsd: '5' });
    expect(priceSample(rows, call, { derivedRules: { 'openai-residency': true } }).costUsdExact).toBe('5.5');
  });

  it('multiply geography and speed, and believe nothing above 4', () => {
    expect(priceSample(rows, claude({ inferenceGeo: 'us', speed: 'fast' })).costUsdExact).toBe('11');
    expect(priceSample(rows, claude({ inferenceGeo: 'global', speed: 'standard' })).costUsdExact).toBe('5');
    expect(priceSample(rows, claude({ speed: 'warp' }))).toMatchObject({ status: 'partial', knownCostUsd: '5' });
    expect(priceSample(rows, claude({ inferenceGeo: 'eu' })).status).toBe('partial');
  });

  it('take searches at their context size', () => {
    const cost = (context: Record<string, string>) =>
      priceSample(rows, openai('m', search, { priceContext: context })).costUsdExact;
    expect([cost({}), cost({ searchContextSize: 'high' })]).toEqual(['1.01', '1.03']);
  });
});

describe('other units', () => {
  const rows = {
    'gpt-search-preview': sampleRow('openai', 1, 4, {
      search_context_cost_per_query: { search_context_size_medium: 0.025 },
    }),
    whisper: { litellm_provider: 'openai', input_cost_per_second: 0.0001, output_cost_per_second: 0.0001 },
    live: { litellm_provider: 'openai', input_cost_per_second: 0.000283333333333 },
    'sora-2-pro': { litellm_provider: 'openai', output_cost_per_video_per_second: 0.3 },
    'openai/sora-2-pro-high-res': { litellm_provider: 'openai', output_cost_per_video_per_second: 0.5 },
    'gpt-image': sampleRow('openai', 5, 0, { output_cost_per_image_token: 4e-5 }),
    'high/1024-x-1024/gpt-image': { litellm_provider: 'openai', input_cost_per_image: 0.167 },
    'openai/container': { litellm_provider: 'openai', code_interpreter_cost_per_session: 0.03 },
    'gemini/per-query': sampleRow('gemini', 1, 4, {
      search_context_cost_per_query: { search_context_size_medium: 0.014 },
      google_maps_grounding_cost_per_query: 0.014,
      web_search_billing_unit: 'per_query',
    }),
    'gemini/per-prompt': sampleRow('gemini', 1, 4, {
      search_context_cost_per_query: { search_context_size_medium: 0.035 },
    }),
    'gemini/veo': { litellm_provider: 'gemini', output_cost_per_second: 0.05, output_cost_per_second_1080p: 0.08 },
    'amazon.canvas': { litellm_provider: 'bedrock', output_cost_per_image: 0.06 },
  };
  it.each<[name: string, provider: string, model: string, item: UsageItem, cost: string | null]>([
    ['seconds in, once', 'openai', 'whisper', { unit: 'second_input', quantity: 90.5 }, '0.00905'],
    ['seconds with many decimals, rounded once', 'openai', 'live', { unit: 'second_input', quantity: 3 }, '0.00085'],
    ['video at 720p', 'openai', 'sora-2-pro', { unit: 'second_output', quantity: 8, variant: '720x1280' }, '2.4'],
    [
      'larger video by its own row',
      'openai',
      'sora-2-pro',
      { unit: 'second_output', quantity: 8, variant: '1024x1792' },
      '4',
    ],
    ['video by resolution', 'gemini', 'veo', { unit: 'second_output', quantity: 8, variant: '1080p' }, '0.64'],
    ['video without resolution', 'gemini', 'veo', { unit: 'second_output', quantity: 8 }, '0.4'],
    [
      'an image by size and quality',
      'openai',
      'gpt-image',
      { unit: 'image', quantity: 2, variant: '1024x1024/high' },
      '0.334',
    ],
    [
      'no image of a size without a price',
      'openai',
      'gpt-image',
      { unit: 'image', quantity: 2, variant: '512x512/high' },
      null,
    ],
    [
      'no sized image at a flat price',
      'bedrock',
      'amazon.canvas',
      { unit: 'image', quantity: 2, variant: '1024x1024' },
      null,
    ],
    ['images at a flat price', 'bedrock', 'amazon.canvas', { unit: 'image', quantity: 2 }, '0.12'],
    ['new containers', 'openai', 'gpt-image', { unit: 'code_session', quantity: 2 }, '0.06'],
    [
      'no container that may not be new',
      'openai',
      'gpt-image',
      { unit: 'code_session', quantity: 2, variant: 'unknown' },
      null,
    ],
    ['grounding by query', 'gemini', 'per-query', { unit: 'search', quantity: 3, variant: 'query' }, '0.042'],
    [
      'no prompt where queries are billed',
      'gemini',
      'per-query',
      { unit: 'search', quantity: 1, variant: 'prompt' },
      '0',
    ],
    ['grounding by prompt', 'gemini', 'per-prompt', { unit: 'search', quantity: 1, variant: 'prompt' }, '0.035'],
    [
      'no query where prompts are billed',
      'gemini',
      'per-prompt',
      { unit: 'search', quantity: 3, variant: 'query' },
      '0',
    ],
    ['no Maps without a price', 'gemini', 'per-prompt', { unit: 'map_search', quantity: 1, variant: 'prompt' }, null],
    ['no cache storage', 'gemini', 'per-query', { unit: 'custom:cache_token_hour', quantity: 100 }, null],
    ['no pixels', 'openai', 'gpt-image', { unit: 'pixel', quantity: 1_048_576 }, null],
    [
      'no tokens of a tool without a model',
      'openai',
      'gpt-image',
      { unit: 'input', quantity: 1, variant: 'image_tool' },
      null,
    ],
  ])('price %s', (_name, provider, model, item, cost) => {
    expect(priceSample(rows, { provider, model, items: [item] }).costUsdExact).toBe(cost);
  });

  it('add the search that a search-preview model always makes, once', () => {
    const first = priceSample(rows, { provider: 'openai', model: 'gpt-search-preview' });
    expect(first.costUsdExact).toBe('5.025');
    const again = priceSample(rows, { provider: 'openai', model: 'gpt-search-preview', items: first.lineItems });
    expect(again.costUsdExact).toBe('5.025');
  });

  it('price another model that took part by its own row', () => {
    const items: UsageItem[] = [
      { unit: 'input', quantity: 1_000_000 },
      { unit: 'output_image', quantity: 1000, model: 'gpt-image' },
    ];
    const call = {
      provider: 'openai',
      model: 'gpt-search-preview',
      items: [...items, { unit: 'search' as const, quantity: 0 }],
    };
    expect(priceSample(rows, call).costUsdExact).toBe('1.04');
    const unknown = { ...call, items: [{ unit: 'output_image' as const, quantity: 1000, model: 'nobody' }] };
    expect(priceSample(rows, unknown)).toMatchObject({
      status: 'partial',
      reason: expect.stringContaining('model_not_found'),
    });
  });
});
