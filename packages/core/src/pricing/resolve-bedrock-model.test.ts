import { describe, expect, it } from 'vitest';
import { priceSample, sampleRow } from './price-sample.test-support.ts';

const arn = (resource: string, region = 'us-east-1') => `arn:aws:bedrock:${region}:123456789012:${resource}`;
const rows = {
  'anthropic.c-v1:0': sampleRow('bedrock_converse', 1, 4),
  'global.anthropic.c-v1:0': sampleRow('bedrock_converse', 1, 4),
  'us.anthropic.c-v1:0': sampleRow('bedrock_converse', 1.1, 4.4),
  'eu.anthropic.c-v1:0': sampleRow('bedrock_converse', 1.1, 4.4),
  'jp.anthropic.c-v1:0': sampleRow('bedrock_converse', 1.15, 4.4),
  'apac.anthropic.c-v1:0': sampleRow('bedrock_converse', 9, 40),
  'meta.l-v1:0': sampleRow('bedrock', 1, 1),
  'bedrock/eu-west-1/meta.l-v1:0': sampleRow('bedrock', 2, 2),
  'kimi.k': sampleRow('bedrock', 3, 3),
  'global.kimi.k': sampleRow('bedrock', 2, 2),
  'us.kimi.k': sampleRow('bedrock', 4, 4),
  'bedrock_mantle/openai.g': sampleRow('bedrock_mantle', 1, 4),
  'bedrock_mantle/us-gov-west-1/openai.g': sampleRow('bedrock_mantle', 2, 8),
  'bedrock/guardrails': { litellm_provider: 'bedrock', guardrail_cost_per_unit: { topicPolicyUnits: 0.00015 } },
};
const price = (model: string, region: string | null = 'us-east-1', answered = model) =>
  priceSample(rows, { provider: 'bedrock', model: answered, requestedModel: model, region });

describe('resolving Bedrock models', () => {
  it.each<[model: string, region: string | null, priceKey: string | null]>([
    ['us.anthropic.c-v1:0', 'us-east-1', 'us.anthropic.c-v1:0'],
    ['global.anthropic.c-v1:0', 'eu-west-1', 'global.anthropic.c-v1:0'],
    ['anthropic.c-v1:0', 'us-west-2', 'us.anthropic.c-v1:0'],
    ['anthropic.c-v1:0', 'eu-west-1', 'eu.anthropic.c-v1:0'],
    ['anthropic.c-v1:0', 'ap-northeast-1', 'jp.anthropic.c-v1:0'],
    ['anthropic.c-v1:0', null, 'anthropic.c-v1:0'],
    ['kimi.k', 'us-east-1', 'kimi.k'],
    ['meta.l-v1:0', 'us-east-1', 'meta.l-v1:0'],
    ['meta.l-v1:0', 'eu-west-1', 'bedrock/eu-west-1/meta.l-v1:0'],
    [arn('foundation-model/meta.l-v1:0', 'eu-west-1'), 'us-east-1', 'bedrock/eu-west-1/meta.l-v1:0'],
    [arn('inference-profile/us.anthropic.c-v1:0'), null, 'us.anthropic.c-v1:0'],
    ['eu.meta.l-v1:0', 'eu-west-1', null],
    ['anthropic.c-v2:0', 'us-east-1', null],
  ])('finds %s in %s as %s', (model, region, priceKey) => {
    expect(price(model, region).priceKey).toBe(priceKey);
  });

  it('takes the requested id, whatever the vendor’s body says', () => {
    expect(price('us.anthropic.c-v1:0', 'us-east-1', 'c-v1').priceKey).toBe('us.anthropic.c-v1:0');
  });

  it('has no price in a region without a row where other regions have other prices', () => {
    expect(price('meta.l-v1:0', 'sa-east-1')).toMatchObject({ status: 'partial', priceKey: 'meta.l-v1:0' });
  });

  it('does not believe a geo row far from its siblings', () => {
    expect(price('apac.anthropic.c-v1:0', 'ap-south-1')).toMatchObject({ status: 'partial' });
  });

  it('takes what a prompt router invoked', () => {
    const router = arn('default-prompt-router/anthropic.claude:1');
    const invoked = arn('inference-profile/us.anthropic.c-v1:0');
    expect(price(router, 'us-east-1', invoked).priceKey).toBe('us.anthropic.c-v1:0');
    expect(price(router).reason).toContain('opaque_id');
  });

  it.each([
    [arn('application-inference-profile/abc'), 'unpriced'],
    [arn('custom-model/abc'), 'unpriced'],
    [arn('provisioned-model/abc'), 'committed'],
  ])('says that %s is %s', (model, status) => {
    expect(price(model)).toMatchObject({ status, priceKey: null, costUsd: null });
  });

  it('takes the region’s row on Mantle', () => {
    const mantle = (region: string) =>
      priceSample(rows, { provider: 'bedrock_mantle', model: 'openai.g', region }).priceKey;
    expect(mantle('us-gov-west-1')).toBe('bedrock_mantle/us-gov-west-1/openai.g');
    expect(mantle('us-west-2')).toBe('bedrock_mantle/openai.g');
  });

  it('prices guardrails by their counters, with and without a model, and never a counter that is unknown', () => {
    const item = (variant: string) => ({ unit: 'guardrail_unit' as const, quantity: 4, variant });
    const alone = { provider: 'bedrock', model: 'g-1', priceContext: { operation: 'apply-guardrail' } };
    expect(priceSample(rows, { ...alone, items: [item('topicPolicyUnits')] })).toMatchObject({
      priceKey: 'bedrock/guardrails',
      costUsdExact: '0.0006',
    });
    const chat = { provider: 'bedrock', model: 'meta.l-v1:0', region: 'us-east-1' };
    expect(priceSample(rows, { ...chat, items: [item('topicPolicyUnits')] }).costUsdExact).toBe('0.0006');
    expect(priceSample(rows, { ...chat, items: [item('moodPolicyUnits')] }).status).toBe('partial');
  });
});
