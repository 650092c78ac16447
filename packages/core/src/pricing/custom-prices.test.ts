import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../errors.ts';
import type { PriceBookOptions } from './create-price-book.ts';
import { priceSample, sampleRow } from './price-sample.test-support.ts';

const rows = {
  'gpt-x-2026-01-01': sampleRow('openai', 1, 4, { cache_read_input_token_cost: 1e-7 }),
  'claude-x': sampleRow('anthropic', 1, 4),
  zero: sampleRow('openai', 0, 0),
};
const call = { provider: 'openai', model: 'gpt-x-2026-01-01', requestedModel: 'gpt-x' };
const costWith = (customPricing: PriceBookOptions['customPricing'], input = {}) =>
  priceSample(rows, { ...call, ...input }, { customPricing });

describe('customPricing', () => {
  it('prices a model that no file knows', () => {
    const customPricing = { 'my-custom-model': { inputCostPerToken: 0.00001, outputCostPerToken: 0.00002 } };
    const cost = costWith(customPricing, { model: 'my-custom-model', requestedModel: null });
    expect(cost).toMatchObject({
      status: 'priced',
      costUsdExact: '30',
      priceKey: null,
      flags: ['customPricing:my-custom-model'],
    });
    expect(cost.lineItems[0]?.rateKey).toBe('customPricing.inputCostPerToken');
  });

  it('prices the model of a provider that nobody knows', () => {
    const customPricing = { 'groq/llama': { inputCostPerToken: '1e-6', outputCostPerToken: '2e-6' } };
    expect(costWith(customPricing, { provider: 'groq', model: 'llama' }).costUsdExact).toBe('3');
    expect(costWith(customPricing, { provider: 'mars', model: 'llama' }).reason).toContain('unknown_provider');
  });

  it.each([
    ['gpt-x-2026-01-01', '9'],
    ['GPT-X', '9'],
    ['openai/gpt-x', '9'],
    ['openai/gpt-x-2026-01-01', '9'],
    ['openai/*', '9'],
    ['gpt-*', '9'],
    ['claude/*', '5'],
    ['gpt', '5'],
  ])('is found as %s, for %s', (pattern, cost) => {
    expect(costWith({ [pattern]: { outputCostPerToken: 8e-6 } }).costUsdExact).toBe(cost);
  });

  it.each([
    ['gpt-?-2026-*', true],
    ['*-2026-01-0?', true],
    ['**x**', true],
    ['gpt-x-2026-01-01*', true],
    ['*-2026-01', false],
    ['?', false],
    ['gpt-x-2026-01-01?', false],
    ['gpt.x*', false],
  ])('fits %s: %s', (pattern, fits) => {
    expect(costWith({ [pattern]: { outputCostPerToken: 8e-6 } }).costUsdExact).toBe(fits ? '9' : '5');
  });

  it('is found at once, however long a name that somebody asks for is', () => {
    const customPricing = { [`${'*a'.repeat(20)}*b`]: { outputCostPerToken: 1 } };
    expect(costWith(customPricing, { model: 'a'.repeat(20_000) }).status).toBe('unpriced');
  });

  it('takes the exact name before a glob, and the longest glob first', () => {
    const price = (outputCostPerToken: number) => ({ outputCostPerToken });
    expect(costWith({ '*': price(1e-6), 'gpt-*': price(2e-6), 'gpt-x*': price(3e-6) }).costUsdExact).toBe('4');
    expect(costWith({ 'gpt-x-*': price(1e-6), 'gpt-x': price(2e-6) }).costUsdExact).toBe('3');
  });

  it('is found under both names of Anthropic', () => {
    const claude = { provider: 'claude', model: 'claude-x', requestedModel: null };
    expect(costWith({ 'claude/claude-x': { outputCostPerToken: 8e-6 } }, claude).costUsdExact).toBe('9');
    expect(costWith({ 'anthropic/claude-x': { outputCostPerToken: 8e-6 } }, claude).costUsdExact).toBe('9');
  });

  it('merges field by field, or stands alone', () => {
    const items = [
      { unit: 'input' as const, quantity: 1000 },
      { unit: 'input_cache_read' as const, quantity: 1000 },
    ];
    const merged = costWith({ 'gpt-x': { inputCostPerToken: 2e-6 } }, { items });
    expect(merged).toMatchObject({ costUsdExact: '0.0021', priceKey: 'gpt-x-2026-01-01' });
    const claude = { provider: 'claude', model: 'claude-x', requestedModel: null, items };
    const alone = costWith({ 'claude-x': { mode: 'replace', inputCostPerToken: 2e-6 } }, claude);
    expect(alone).toMatchObject({ status: 'partial', priceKey: null, knownCostUsd: '0.002' });
  });

  it('sets every other unit by `rates`, and a contract factor on tokens and fees', () => {
    const items = [
      { unit: 'search' as const, quantity: 2 },
      { unit: 'custom:gpu_second' as const, quantity: 1.5 },
      { unit: 'output' as const, quantity: 1000 },
    ];
    const rates = { search: '0.01', 'custom:gpu_second': 0.002 };
    expect(costWith({ 'gpt-x': { rates, multiplier: '0.9' } }, { items }).costUsdExact).toBe('0.0243');
  });

  it('counts grounding once, by the way in which the row bills', () => {
    const items = [
      { unit: 'search' as const, quantity: 3, variant: 'query' },
      { unit: 'search' as const, quantity: 1, variant: 'prompt' },
    ];
    expect(costWith({ 'gpt-x': { rates: { search: 0.01 } } }, { items }).costUsdExact).toBe('0.01');
  });

  it('takes an explicit zero as a price', () => {
    const zero = { provider: 'openai', model: 'zero', requestedModel: null };
    expect(costWith({}, zero)).toMatchObject({ status: 'unpriced' });
    expect(costWith({ zero: { inputCostPerToken: 0, outputCostPerToken: 0 } }, zero).costUsdExact).toBe('0');
  });

  it.each<[name: string, customPricing: Parameters<typeof costWith>[0], path: string]>([
    ['a negative price', { m: { inputCostPerToken: -1 } }, 'customPricing["m"].inputCostPerToken'],
    ['text that is no price', { m: { rates: { search: 'cheap' } } }, 'customPricing["m"].rates["search"]'],
    ['a unit that does not exist', { m: { rates: JSON.parse('{"inptu":1}') } }, 'customPricing["m"].rates'],
    ['not a number', { m: { multiplier: Number.NaN } }, 'customPricing["m"].multiplier'],
  ])('refuses %s', (_name, customPricing, path) => {
    expect(() => costWith(customPricing)).toThrow(ConfigurationError);
    expect(() => costWith(customPricing)).toThrow(path);
  });
});

describe('pricing.models', () => {
  const azure = {
    'azure/m': sampleRow('azure', 1, 4),
    'azure/eu/m': sampleRow('azure', 2, 8),
    'us.amazon.n': sampleRow('bedrock', 3, 9),
  };
  const deployed = {
    provider: 'azure',
    model: 'prod',
    requestedModel: 'prod',
    priceContext: { modelSource: 'request' },
  };

  it('says what a deployment is, by row or by model, with its place', () => {
    const keyFor = (entry: string | { priceKey: string; deploymentType?: string; dataZone?: string }) =>
      priceSample(azure, deployed, { models: { Prod: entry } }).priceKey;
    expect(keyFor('azure/m')).toBe('azure/m');
    expect(keyFor('m')).toBe('azure/m');
    expect(keyFor({ priceKey: 'm', deploymentType: 'DataZoneStandard', dataZone: 'eu' })).toBe('azure/eu/m');
    expect(keyFor('nothing')).toBeNull();
  });

  it('says what an application profile is', () => {
    const model = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc';
    const cost = priceSample(
      azure,
      { provider: 'bedrock', model, requestedModel: model },
      { models: { [model]: 'us.amazon.n' } },
    );
    expect(cost).toMatchObject({ priceKey: 'us.amazon.n', flags: ['mapped'] });
  });

  it('refuses an entry that names nothing', () => {
    expect(() => priceSample(azure, deployed, { models: { prod: { priceKey: ' ' } } })).toThrow(
      'pricing.models["prod"]',
    );
  });
});
