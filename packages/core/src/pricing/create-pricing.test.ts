import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../clock.ts';
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

  it('is ready when the file that was named is read, and reads a file that was changed since, whatever was kept on disk', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'llm-tracker-test-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const source = join(directory, 'prices.json');
    const costOf = async (inputCost: string): Promise<string | null> => {
      const row = { litellm_provider: 'openai', input_cost_per_token: inputCost, output_cost_per_token: '1e-6' };
      await writeFile(source, JSON.stringify({ 'own-1': row }));
      const pricing = createPricing({
        customPricing: undefined,
        pricing: { source },
        report: () => undefined,
        clock: systemClock,
        cacheDirectory: join(directory, 'kept'),
      });
      pricing.start();
      await pricing.ready();
      pricing.stop();
      return pricing.book.price({ provider: 'openai', model: 'own-1', items: [{ unit: 'input', quantity: 1 }] })
        .costUsdExact;
    };
    expect(await costOf('1e-6')).toBe('0.000001');
    expect(await costOf('0.0000012')).toBe('0.0000012');
  });

  it('is ready at once when nothing is to be read', async () => {
    const pricing = create({ refreshIntervalMs: 0 });
    await pricing.ready();
    pricing.start();
    await pricing.ready();
    pricing.stop();
  });

  it('keeps the process alive until it is ready, and no longer', async () => {
    const clock = new ManualClock();
    const pricing = createPricing({
      customPricing: undefined,
      pricing: { source: 'no-such-file.json', refreshIntervalMs: 0 },
      report: () => undefined,
      clock,
    });
    pricing.start();
    const ready = pricing.ready();
    expect(clock.waiting.keepingAlive).toBe(1);
    await clock.advance(0);
    await ready;
    expect(clock.waiting.keepingAlive).toBe(0);
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
