import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPriceBook } from '@llm-tracker/core';
import { calcPrice } from '@pydantic/genai-prices';
import { describe, expect, it } from 'vitest';

const priceFile: Record<string, { litellm_provider: string }> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'price-file.json'), 'utf8'),
);
const book = createPriceBook(priceFile);

/** Our provider and theirs by the provider of a row. */
const providers: Readonly<Record<string, readonly [ours: string, theirs: string]>> = {
  openai: ['openai', 'openai'],
  anthropic: ['claude', 'anthropic'],
  gemini: ['gemini', 'google'],
};

/** Where the two sources differ on a plain call, and why. */
const knownDifferences: Readonly<Record<string, string>> = {
  'gpt-4o-search-preview': 'every call searches the web once, and they have no search fee',
  'gpt-4o-search-preview-2025-03-11': 'the same',
  'gpt-4o-mini-search-preview': 'the same',
  'gpt-4o-mini-search-preview-2025-03-11': 'the same',
  'gpt-4o-mini-tts': 'they take all output for audio; here it is text, since the items say so',
  'gemini-2.0-flash-exp-image-generation': 'free while it was experimental; they have the price of the model behind it',
  'gemini-3.8-flash-tts': 'they have one price for both models',
  'gemini-3.8-flash-lite-tts': 'the same',
};

describe('prices of an independent source', () => {
  it('agree on plain calls, but for differences that are known', () => {
    const agreeing = new Set<string>();
    const differing = new Map<string, string>();
    for (const [name, { litellm_provider }] of Object.entries(priceFile)) {
      const [ours, theirs] = providers[litellm_provider] ?? [];
      const model = name.replace(/^gemini\//, '');
      if (ours === undefined || theirs === undefined || model.includes('/')) continue;
      const cost = book.price({
        provider: ours,
        model,
        items: [
          { unit: 'input', quantity: 1000 },
          { unit: 'output', quantity: 100 },
        ],
      });
      const other = calcPrice({ input_tokens: 1000, output_tokens: 100 }, model, { providerId: theirs });
      if (cost.status !== 'priced' || other === null) continue;
      // They calculate in binary floating point.
      const isSame = Math.abs(other.total_price - Number(cost.costUsdExact)) < 1e-12;
      if (isSame) agreeing.add(model);
      else differing.set(model, `${cost.costUsdExact} here, ${other.total_price} there`);
    }
    expect([...differing.keys()].filter((model) => knownDifferences[model] === undefined)).toEqual([]);
    expect(Object.keys(knownDifferences).filter((model) => !differing.has(model))).toEqual([]);
    expect(agreeing.size).toBeGreaterThan(150);
  });

  it('agree on caches and long contexts of the models that have them', () => {
    const calls = [
      { provider: 'openai', theirs: 'openai', model: 'gpt-5-2025-08-07', input: 1760, cacheRead: 10_240, output: 800 },
      { provider: 'openai', theirs: 'openai', model: 'gpt-4.1-2025-04-14', input: 500, cacheRead: 9_000, output: 40 },
      { provider: 'claude', theirs: 'anthropic', model: 'claude-opus-5', input: 40, cacheRead: 17_102, output: 500 },
      {
        provider: 'gemini',
        theirs: 'google',
        model: 'gemini-2.5-pro',
        input: 5_005,
        cacheRead: 257_955,
        output: 1_744,
      },
    ];
    for (const { provider, theirs, model, input, cacheRead, output } of calls) {
      const cost = book.price({
        provider,
        model,
        items: [
          { unit: 'input', quantity: input },
          { unit: 'input_cache_read', quantity: cacheRead },
          { unit: 'output', quantity: output },
        ],
      });
      const usage = { input_tokens: input + cacheRead, cache_read_tokens: cacheRead, output_tokens: output };
      expect(Number(cost.costUsdExact), model).toBeCloseTo(
        calcPrice(usage, model, { providerId: theirs })?.total_price ?? 0,
        12,
      );
    }
  });
});
