import { describe, expect, it } from 'vitest';
import type { PriceContext } from './price-context.ts';
import type { ProviderFamily } from './provider-family.ts';
import { readServedTier } from './served-tier.ts';

describe('readServedTier', () => {
  it.each<[ProviderFamily, string | null, PriceContext, string]>([
    ['openai', null, {}, 'standard'],
    ['openai', 'auto', {}, 'standard'],
    ['openai', 'default', {}, 'standard'],
    ['openai', 'flex', {}, 'flex'],
    ['openai', 'fast', {}, 'priority'],
    ['openai', 'ultrafast', {}, 'ultrafast'],
    ['openai', 'default', { batch: 'true' }, 'batches'],
    ['openai', null, { operation: 'decisions' }, 'decisions'],
    ['claude', 'batch', {}, 'batches'],
    ['vertex', 'ON_DEMAND', {}, 'standard'],
    ['vertex', 'ON_DEMAND_PRIORITY', {}, 'priority'],
    ['vertex', 'TRAFFIC_TYPE_UNSPECIFIED', {}, 'standard'],
    ['gemini', 'unspecified', {}, 'standard'],
    ['azure', null, { deploymentType: 'DataZoneBatch' }, 'batches'],
  ])('reads %s %s %j as the card %s', (family, name, context, tier) => {
    expect(readServedTier(family, name, context)).toEqual({ kind: 'card', tier });
  });

  it.each<[ProviderFamily, string | null, PriceContext]>([
    ['openai', 'scale', {}],
    ['claude', 'priority', {}],
    ['bedrock', 'reserved', {}],
    ['vertex', 'PROVISIONED_THROUGHPUT', {}],
    ['azure', null, { deploymentType: 'GlobalProvisionedManaged' }],
  ])('reads %s %s %j as paid in advance', (family, name, context) => {
    expect(readServedTier(family, name, context).kind).toBe('committed');
  });

  it.each<[ProviderFamily, string]>([
    ['openai', 'turbo'],
    ['openai', 'balanced'],
    ['vertex', 'ON_DEMAND_OFFPEAK'],
    ['gemini', 'fast'],
  ])('takes no card for %s %s', (family, name) => {
    expect(readServedTier(family, name, {})).toEqual({ kind: 'unknown', name: name.toLowerCase() });
  });
});
