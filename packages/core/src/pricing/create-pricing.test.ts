import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../errors.ts';
import { ManualClock } from '../manual-clock.test-support.ts';
import type { PricingOptions } from '../tracker.ts';
import { createPricing, type Pricing } from './create-pricing.ts';

const create = (pricing?: PricingOptions): Pricing =>
  createPricing({ customPricing: undefined, pricing, report: () => undefined, clock: new ManualClock() });

describe('createPricing', () => {
  it('has one book from the first moment, without being started', () => {
    const pricing = create({ refreshIntervalMs: 0 });
    expect(
      pricing.book.price({ provider: 'openai', model: 'gpt-4o', items: [{ unit: 'input', quantity: 1000 }] }),
    ).toMatchObject({
      status: 'priced',
      costUsdExact: '0.0025',
    });
    expect(pricing.book).toBe(pricing.book);
    pricing.start();
    pricing.stop();
    pricing.stop();
  });

  it.each<[path: string, options: PricingOptions]>([
    ['pricing.source', { source: 'http://example.com/' }],
    ['pricing.refreshIntervalMs', { refreshIntervalMs: -1 }],
    ['pricing.derivedRules.magic', { derivedRules: { magic: true } }],
    ['pricing.models["prod"]', { models: { prod: '' } }],
  ])('refuses a wrong %s at the door', (path, options) => {
    expect(() => create(options)).toThrow(ConfigurationError);
    expect(() => create(options)).toThrow(path);
  });
});
