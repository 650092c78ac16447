import { describe, expect, it } from 'vitest';
import type { UsageUnit } from '../record.ts';
import { priceSample, sampleRow } from './price-sample.test-support.ts';

const million = (unit: UsageUnit) => [{ unit, quantity: 1_000_000 }];
const long = (unit: UsageUnit) => [
  { unit: 'input' as const, quantity: 300_000 },
  { unit, quantity: 1_000_000 },
];

describe('token rates', () => {
  it('take the largest threshold below the prompt for every charge, and none at the threshold itself', () => {
    const row = sampleRow('openai', 1, 4, {
      input_cost_per_token_above_200k_tokens: 2e-6,
      output_cost_per_token_above_200k_tokens: 6e-6,
      input_cost_per_token_above_272k_tokens: 3e-6,
      output_cost_per_token_above_272k_tokens: 8e-6,
    });
    const costOf = (quantity: number) =>
      priceSample({ m: row }, { provider: 'openai', model: 'm', items: [{ unit: 'input', quantity }] }).costUsdExact;
    expect(costOf(200_000)).toBe('0.2');
    expect(costOf(200_001)).toBe('0.400002');
    expect(costOf(272_001)).toBe('0.816003');
  });

  it('never fall to another tier, another threshold or zero', () => {
    const row = sampleRow('openai', 1, 4, {
      input_cost_per_token_priority: 2e-6,
      output_cost_per_token_priority: 8e-6,
      input_cost_per_token_above_272k_tokens: 2e-6,
      output_cost_per_token_above_272k_tokens: 6e-6,
    });
    const call = { provider: 'openai', model: 'm', serviceTier: 'priority' };
    expect(priceSample({ m: row }, { ...call, items: million('input') })).toMatchObject({
      status: 'partial',
      reason: 'no price for input in m',
    });
    expect(priceSample({ m: row }, { ...call, items: [{ unit: 'input', quantity: 10 }] }).costUsdExact).toBe('0.00002');
  });

  it('say which key was there and not believed', () => {
    const row = sampleRow('openai', 1, 4, { cache_creation_input_token_cost_above_12hr: 9e-6 });
    const call = { provider: 'openai', model: 'm', items: million('input_cache_write_12h') };
    expect(priceSample({ m: row }, call).reason).toBe(
      'no price for input_cache_write_12h in m (not believed: cache_creation_input_token_cost_above_12hr: not near 2.5 times the input price)',
    );
  });

  it('count a request of its own, or of another model, by itself', () => {
    const row = sampleRow('claude', 1, 4, {
      litellm_provider: 'anthropic',
      input_cost_per_token_above_100k_tokens: 2e-6,
      output_cost_per_token_above_100k_tokens: 8e-6,
    });
    const cost = priceSample(
      { m: row, n: row },
      {
        provider: 'claude',
        model: 'm',
        items: [
          { unit: 'input', quantity: 60_000 },
          { unit: 'input', quantity: 60_000, variant: 'compaction_1' },
          { unit: 'input', quantity: 60_000, model: 'n' },
        ],
      },
    );
    expect(cost.costUsdExact).toBe('0.18');
  });

  it('are not known for the sum of several requests, unless none of them can have been a long one', () => {
    const row = sampleRow('openai', 1, 4, {
      input_cost_per_token_above_272k_tokens: 2e-6,
      output_cost_per_token_above_272k_tokens: 6e-6,
    });
    const costOf = (quantity: number, largestPrompt: string, model = 'm') =>
      priceSample(
        { m: row, short: sampleRow('openai', 1, 4) },
        { provider: 'openai', model, items: [{ unit: 'input', quantity }], priceContext: { largestPrompt } },
      );
    expect(costOf(2_000_000, 'unknown')).toMatchObject({ status: 'partial', costUsdExact: null });
    expect(costOf(2_000_000, '272001').status).toBe('partial');
    expect(costOf(2_000_000, '272000').costUsdExact).toBe('2');
    expect(costOf(272_000, 'unknown').costUsdExact).toBe('0.272');
    expect(costOf(2_000_000, 'unknown', 'short').costUsdExact).toBe('2');
  });

  it('do not count what a tool put into the prompt towards its size', () => {
    const row = sampleRow('gemini', 1, 4, { input_cost_per_token_above_200k_tokens: 2e-6 });
    const items = [
      { unit: 'input' as const, quantity: 150_000 },
      { unit: 'input' as const, quantity: 100_000, variant: 'tool_use' },
    ];
    expect(priceSample({ 'gemini/m': row }, { provider: 'gemini', model: 'm', items }).costUsdExact).toBe('0.25');
  });

  it.each<[name: string, provider: string, more: object, unit: UsageUnit, cost: string | null]>([
    ['cached input at full price where nothing is discounted', 'openai', {}, 'input_cache_read', '1'],
    [
      'cached input of a mislabelled row not at all',
      'openai',
      { cache_creation_input_token_cost: 5e-7 },
      'input_cache_read',
      null,
    ],
    [
      'cached input with an unusable price not at all',
      'openai',
      { cache_read_input_token_cost: 2e-6 },
      'input_cache_read',
      null,
    ],
    ['audio as text where the row makes no difference', 'openai', {}, 'input_audio', '1'],
    ['audio at its own price', 'openai', { input_cost_per_audio_token: 9e-6 }, 'input_audio', '9'],
    [
      'cached audio not as text where audio is dearer',
      'openai',
      { input_cost_per_audio_token: 9e-6 },
      'input_audio_cache_read',
      null,
    ],
    ['audio output not as text', 'openai', {}, 'output_audio', null],
    [
      'image output as text where the row says that they are one',
      'openai',
      { output_cost_per_image_token: 4e-6 },
      'output_image',
      '4',
    ],
    ['reasoning as output', 'openai', {}, 'output_reasoning', '4'],
    [
      'a 12-hour write not as a 30-minute one',
      'openai',
      { cache_creation_input_token_cost: 1.25e-6 },
      'input_cache_write_12h',
      null,
    ],
  ])('charge %s', (_name, provider, more, unit, cost) => {
    const priced = priceSample({ m: sampleRow(provider, 1, 4, more) }, { provider, model: 'm', items: million(unit) });
    expect(priced.costUsdExact).toBe(cost);
  });

  it('do not take full price for cached input of Claude or Nova', () => {
    const items = million('input_cache_read');
    const claude = { 'claude-x': sampleRow('anthropic', 1, 4) };
    expect(priceSample(claude, { provider: 'claude', model: 'claude-x', items }).status).toBe('partial');
    const nova = { 'amazon.nova-x': sampleRow('bedrock', 1, 4) };
    expect(priceSample(nova, { provider: 'bedrock', model: 'amazon.nova-x', items }).status).toBe('partial');
  });

  it.each<[name: string, provider: string, more: object, unit: UsageUnit, cost: string | null]>([
    [
      'OpenAI’s own batch price first',
      'openai',
      { input_cost_per_token_batches: 4e-7, output_cost_per_token_batches: 2e-6 },
      'input',
      '0.4',
    ],
    [
      'OpenAI’s flex price next',
      'openai',
      { input_cost_per_token_flex: 4e-7, output_cost_per_token_flex: 2e-6 },
      'input',
      '0.4',
    ],
    ['half of OpenAI’s standard', 'openai', {}, 'output', '2'],
    [
      'no caching discount where only input has a batch price',
      'openai',
      { cache_read_input_token_cost: 1e-7, input_cost_per_token_batches: 4e-7, output_cost_per_token_batches: 2e-6 },
      'input_cache_read',
      '0.4',
    ],
    [
      'no flex price on Azure',
      'azure',
      { input_cost_per_token_flex: 4e-7, output_cost_per_token_flex: 2e-6 },
      'input',
      '0.5',
    ],
    [
      'half for Claude, writes included',
      'anthropic',
      { cache_creation_input_token_cost_above_1hr: 2e-6 },
      'input_cache_write_1h',
      '1',
    ],
    ['half for Gemini', 'gemini', {}, 'output', '2'],
    ['no half for Gemini’s cache hits', 'gemini', { cache_read_input_token_cost: 1e-7 }, 'input_cache_read', null],
    ['half for Bedrock', 'bedrock', {}, 'output', '2'],
    ['nothing for Foundry, where no rule is known', 'azure_ai', {}, 'output', null],
  ])('in batch, take %s', (_name, owner, more, unit, cost) => {
    const provider = owner === 'anthropic' ? 'claude' : owner;
    const prefix = { azure: 'azure/', azure_ai: 'azure_ai/', gemini: 'gemini/' }[owner] ?? '';
    const call = { provider, model: 'm', items: million(unit), priceContext: { batch: 'true' } };
    expect(priceSample({ [`${prefix}m`]: sampleRow(owner, 1, 4, more) }, call).costUsdExact).toBe(cost);
  });

  it('say when a rule gave them, and keep rule and factor in the line item', () => {
    const call = { provider: 'openai', model: 'm', items: million('output'), priceContext: { batch: 'true' } };
    const cost = priceSample({ m: sampleRow('openai', 1, 4) }, call);
    expect(cost.flags).toEqual(['derived:openai-batch']);
    expect(cost.lineItems).toEqual([
      {
        unit: 'output',
        quantity: 1_000_000,
        rateUsd: '0.000004',
        factor: '0.5',
        amountUsd: '2',
        rateKey: 'output_cost_per_token (openai-batch)',
      },
    ]);
    const off = priceSample({ m: sampleRow('openai', 1, 4) }, call, { derivedRules: { 'openai-batch': false } });
    expect(off.status).toBe('partial');
  });

  it('use the other rules only when they are switched on', () => {
    const claude = { m: sampleRow('anthropic', 1, 4) };
    const write = { provider: 'claude', model: 'm', items: million('input_cache_write_1h') };
    expect(priceSample(claude, write).status).toBe('partial');
    expect(priceSample(claude, write, { derivedRules: { 'claude-1h-write': true } }).costUsdExact).toBe('2');
    const batch = { ...write, serviceTier: 'batch' };
    expect(priceSample(claude, batch, { derivedRules: { 'claude-1h-write': true } }).costUsdExact).toBe('1');

    const openai = {
      m: sampleRow('openai', 1, 4, {
        input_cost_per_token_above_272k_tokens: 2e-6,
        output_cost_per_token_above_272k_tokens: 8e-6,
      }),
    };
    const flex = { provider: 'openai', model: 'm', serviceTier: 'flex', items: long('output') };
    expect(priceSample(openai, flex).status).toBe('partial');
    expect(priceSample(openai, flex, { derivedRules: { 'openai-flex-long': true } }).costUsdExact).toBe('4.3');
    expect(() => priceSample(openai, flex, { derivedRules: { 'half-price': true } })).toThrow('half-price');
  });

  it('borrow a tier from the other name of the model only when the base prices are the same', () => {
    const dated = sampleRow('openai', 1, 4);
    const alias = sampleRow('openai', 1, 4, {
      input_cost_per_token_priority: 2e-6,
      output_cost_per_token_priority: 8e-6,
    });
    const call = { provider: 'openai', model: 'm-2026-01-01', serviceTier: 'priority' };
    const cost = priceSample({ 'm-2026-01-01': dated, m: alias }, call);
    expect(cost).toMatchObject({ costUsdExact: '10', priceKey: 'm-2026-01-01', flags: ['backfilled:m'] });
    expect(priceSample({ 'm-2026-01-01': sampleRow('openai', 1, 5), m: alias }, call).status).toBe('partial');
  });

  it('are missing as a whole where a row has a block that has no rule', () => {
    const row = sampleRow('openai', 1, 4, { off_peak_pricing: { hours: [] } });
    expect(priceSample({ m: row }, { provider: 'openai', model: 'm' })).toMatchObject({ status: 'partial' });
  });
});
