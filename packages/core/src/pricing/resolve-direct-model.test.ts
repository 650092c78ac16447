import { describe, expect, it } from 'vitest';
import { priceSample, sampleRow } from './price-sample.test-support.ts';

describe('resolving OpenAI models', () => {
  const rows = {
    'm-2026-01-01': sampleRow('openai', 1, 4),
    m: sampleRow('openai', 2, 8),
    'ft:m-2026-01-01': sampleRow('openai', 3, 9),
    instruct: sampleRow('text-completion-openai', 1, 1),
    '1024-x-1024/picture': sampleRow('openai', 1, 1),
  };
  it.each([
    ['m-2026-01-01', 'm-2026-01-01', undefined],
    ['M-2026-01-01', 'm-2026-01-01', undefined],
    ['openai/m', 'm', undefined],
    ['m-2026-09-09', 'm', ['alias-fallback']],
    ['instruct:20230824-v2', 'instruct', undefined],
    ['ft:m-2026-01-01:acme::abc', 'ft:m-2026-01-01', undefined],
    ['ft:m-2026-01-01:acme:suffix:abc:ckpt-step-100', 'ft:m-2026-01-01', undefined],
  ])('finds %s as %s', (model, priceKey, flags) => {
    const cost = priceSample(rows, { provider: 'openai', model });
    expect([cost.status, cost.priceKey, cost.flags]).toEqual(['priced', priceKey, flags]);
  });

  it.each(['m-2', 'm-mini', 'ft:m:acme::abc', '1024-x-1024/picture', 'sample_spec', ''])(
    'never guesses %s',
    (model) => {
      const cost = priceSample(rows, { provider: 'openai', model });
      expect(cost).toMatchObject({ status: 'unpriced', priceKey: null, costUsd: null, costUsdExact: null });
      expect(cost.reason).toContain('model_not_found');
    },
  );

  it('takes the answer’s model, and never the requested one in its place', () => {
    const call = { provider: 'openai', model: 'm-next', requestedModel: 'm' };
    expect(priceSample(rows, call).status).toBe('unpriced');
  });
});

describe('resolving Claude', () => {
  const rows = {
    'claude-x-20260101': sampleRow('anthropic', 1, 4),
    'claude-y': sampleRow('anthropic', 2, 8),
    'bedrock/claude_platform/claude-y': sampleRow('bedrock', 3, 9),
    'vertex_ai/claude-x@20260101': sampleRow('vertex_ai-anthropic_models', 4, 9),
    'vertex_ai/claude-z@default': sampleRow('vertex_ai-anthropic_models', 5, 9),
    'azure_ai/claude-y': sampleRow('azure_ai', 6, 9),
    'azure_ai/claude-z': sampleRow('azure_ai', 7, 9),
    'azure_ai/claude-z-fast': sampleRow('azure_ai', 8, 9),
  };
  it.each<
    [
      provider: string,
      model: string,
      requested: string | null,
      context: Record<string, string>,
      priceKey: string | null,
    ]
  >([
    ['claude', 'claude-x-20260101', 'claude-x', {}, 'claude-x-20260101'],
    ['claude', 'claude-y-20260202', 'claude-y', {}, 'claude-y'],
    ['claude', 'claude-y-1', null, {}, null],
    ['claude', 'claude-y', null, { platform: 'aws' }, 'bedrock/claude_platform/claude-y'],
    ['claude', 'claude-x-20260101', null, { platform: 'aws' }, null],
    ['vertex', 'claude-x-20260101', 'claude-x', {}, 'vertex_ai/claude-x@20260101'],
    ['vertex', 'claude-x', 'claude-x@20260101', {}, 'vertex_ai/claude-x@20260101'],
    ['vertex', 'claude-z-20260303', null, {}, 'vertex_ai/claude-z@default'],
    [
      'vertex',
      'projects/p/locations/us-east5/publishers/anthropic/models/claude-x@20260101',
      null,
      {},
      'vertex_ai/claude-x@20260101',
    ],
    ['azure_ai', 'claude-z', null, { speed: 'fast' }, 'azure_ai/claude-z-fast'],
    ['azure_ai', 'claude-z', null, { speed: 'standard' }, 'azure_ai/claude-z'],
    ['azure_ai', 'claude-z-20251001', null, { speed: 'standard' }, 'azure_ai/claude-z'],
    ['azure_ai', 'claude-z-20251001', null, { speed: 'fast' }, 'azure_ai/claude-z-fast'],
  ])('on %s, %s asked for as %s with %j is %s', (provider, model, requestedModel, priceContext, priceKey) => {
    expect(priceSample(rows, { provider, model, requestedModel, priceContext }).priceKey).toBe(priceKey);
  });

  it('does not price fast mode on Foundry without a row of its own', () => {
    const call = { provider: 'azure_ai', model: 'claude-y', priceContext: { speed: 'fast' } };
    expect(priceSample(rows, call)).toMatchObject({ status: 'partial', priceKey: 'azure_ai/claude-y' });
  });
});

describe('resolving Google models', () => {
  const rows = {
    'gemini/g': sampleRow('gemini', 1, 4),
    g: sampleRow('vertex_ai-language-models', 2, 8),
    'vertex_ai/h': sampleRow('vertex_ai', 3, 9, { regional_endpoint_uplift_multiplier: 1.1 }),
    'only-vertex': sampleRow('vertex_ai-language-models', 4, 9),
  };
  it.each([
    ['gemini', 'models/g', 'gemini/g', '5'],
    ['vertex', 'g', 'g', '10'],
    ['vertex', 'publishers/google/models/h', 'vertex_ai/h', '12'],
    ['vertex', 'projects/p/locations/europe-west1/publishers/google/models/h', 'vertex_ai/h', '13.2'],
    ['vertex', 'projects/p/locations/global/publishers/google/models/h', 'vertex_ai/h', '12'],
    ['gemini', 'only-vertex', null, null],
    ['gemini', 'tunedModels/g', null, null],
  ])('on %s, %s is %s', (provider, model, priceKey, cost) => {
    const priced = priceSample(rows, { provider, model });
    expect([priced.priceKey, priced.costUsdExact]).toEqual([priceKey, cost]);
  });

  it('says when a location that decides is not known', () => {
    expect(priceSample(rows, { provider: 'vertex', model: 'h' }).flags).toEqual(['location-unknown']);
  });
});
