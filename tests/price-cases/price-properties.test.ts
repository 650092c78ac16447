import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cost, createPriceBook, type PriceInput, type UsageItem, type UsageUnit } from '@llm-tracker/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const priceFile: Record<string, { litellm_provider: string }> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'price-file.json'), 'utf8'),
);
const book = createPriceBook(priceFile);
const seed = 20261123;

const providers = ['openai', 'claude', 'gemini', 'vertex', 'azure', 'azure_ai', 'bedrock', 'bedrock_mantle'] as const;
const owners: Readonly<Record<string, string>> = {
  anthropic: 'claude',
  'text-completion-openai': 'openai',
  azure_text: 'azure',
  bedrock_converse: 'bedrock',
};
const ownerOf = (provider: string): string =>
  provider.startsWith('vertex_ai') ? 'vertex' : (owners[provider] ?? provider);

const tokenUnits: readonly UsageUnit[] = [
  'input',
  'input_cache_read',
  'input_cache_write',
  'input_cache_write_1h',
  'input_cache_write_12h',
  'input_audio',
  'input_image',
  'output',
  'output_reasoning',
  'output_audio',
];
const quantity = fc.oneof(fc.nat(1000), fc.nat(400_000), fc.constantFrom(0, 1, 100_000, 200_000, 272_000, 272_001));
const items = fc.uniqueArray(fc.record({ unit: fc.constantFrom(...tokenUnits), quantity }), {
  selector: ({ unit }) => unit,
  minLength: 1,
});
const input: fc.Arbitrary<PriceInput> = fc.record({
  provider: fc.constantFrom(...providers),
  model: fc.constantFrom(
    ...Object.keys(priceFile).map((name) => name.replace(/^(gemini|azure|azure_ai|vertex_ai|bedrock_mantle)\//, '')),
  ),
  serviceTier: fc.constantFrom(null, 'default', 'flex', 'priority', 'ultrafast', 'batch', 'turbo'),
  region: fc.constantFrom(null, 'us-east-1', 'eu-west-1', 'ap-northeast-1', 'us-gov-west-1', 'swedencentral'),
  items,
  priceContext: fc.record(
    {
      batch: fc.constant('true'),
      residency: fc.constantFrom('eu', 'us', 'in'),
      location: fc.constantFrom('global', 'us-east5'),
      speed: fc.constantFrom('standard', 'fast'),
      inferenceGeo: fc.constantFrom('us', 'global'),
      deploymentType: fc.constantFrom('GlobalStandard', 'Standard', 'DataZoneStandard'),
      dataZone: fc.constantFrom('us', 'eu'),
    },
    { requiredKeys: [] },
  ),
});

describe('a cost', () => {
  it('is the sum of its line items, each quantity × rate × factor, rounded once', () => {
    forAll(input, (call) => {
      const cost = book.price(call);
      let sum = decimal('0');
      for (const { quantity, rateUsd, factor = '1', amountUsd } of cost.lineItems) {
        if (rateUsd === null || amountUsd === null) continue;
        const amount = multiply(multiply(decimal(String(quantity)), decimal(rateUsd)), decimal(factor));
        expect(atScale(decimal(amountUsd), 60)).toBe(atScale(amount, 60));
        sum = add(sum, amount);
      }
      const total = cost.costUsdExact ?? cost.knownCostUsd;
      if (total !== undefined && total !== null) expect(atScale(decimal(total), 12)).toBe(roundHalfEven(sum, 12));
    });
  });

  it('is there only when everything has a rate, and otherwise says why not', () => {
    forAll(input, (call) => {
      const cost = book.price(call);
      const unrated = cost.lineItems.filter((item) => item.rateUsd === null && item.quantity > 0);
      if (cost.status === 'priced') {
        expect(unrated).toEqual([]);
        expect(cost.reason).toBeNull();
        expect(cost.costUsd).toBe(Number(cost.costUsdExact));
      } else {
        expect([cost.costUsd, cost.costUsdExact]).toEqual([null, null]);
        expect(cost.reason).not.toBeNull();
      }
    });
  });

  it('never falls when tokens are added within one band of prompt size', () => {
    forAll(fc.tuple(input, fc.constantFrom('output', 'output_reasoning'), fc.nat(50_000)), ([call, unit, more]) => {
      const before = book.price(call);
      const after = book.price({ ...call, items: withMore(call.items, unit, more) });
      if (before.status === 'priced' && after.status === 'priced') {
        expect(picoOf(after)).toBeGreaterThanOrEqual(picoOf(before));
      }
    });
  });

  it('never comes from another provider’s row', () => {
    forAll(input, (call) => {
      const { priceKey } = book.price(call);
      if (priceKey !== null) expect(ownerOf(priceFile[priceKey]?.litellm_provider ?? '')).toBe(call.provider);
    });
  });

  it('is the same from a book that has priced other calls before', () => {
    const fresh = createPriceBook(priceFile);
    forAll(input, (call) => {
      expect(fresh.price(structuredClone(call))).toEqual(book.price(call));
    });
  });

  it('is not borrowed even under the very name of another provider’s row', () => {
    const borrowed = Object.keys(priceFile).flatMap((model) =>
      providers.flatMap((provider) => {
        const { priceKey } = book.price({
          provider,
          model,
          requestedModel: model,
          items: [{ unit: 'input', quantity: 1 }],
        });
        const owner = priceKey === null ? provider : ownerOf(priceFile[priceKey]?.litellm_provider ?? '');
        return owner === provider ? [] : [`${provider}/${model} took ${priceKey}`];
      }),
    );
    expect(borrowed).toEqual([]);
  });
});

function forAll<Value>(arbitrary: fc.Arbitrary<Value>, property: (value: Value) => void): void {
  fc.assert(fc.property(arbitrary, property), { seed, numRuns: 2000 });
}

function withMore(list: readonly UsageItem[], unit: UsageUnit, more: number): UsageItem[] {
  const others = list.filter((item) => item.unit !== unit);
  const before = list.find((item) => item.unit === unit)?.quantity ?? 0;
  return [...others, { unit, quantity: before + more }];
}

function picoOf(cost: Cost): bigint {
  return atScale(decimal(cost.costUsdExact ?? '0'), 12);
}

/** Decimals by hand, so that nothing of what is tested tests itself. */
interface Decimal {
  digits: bigint;
  scale: number;
}

function decimal(text: string): Decimal {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  return { digits: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length };
}

function multiply(left: Decimal, right: Decimal): Decimal {
  return { digits: left.digits * right.digits, scale: left.scale + right.scale };
}

function add(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return { digits: atScale(left, scale) + atScale(right, scale), scale };
}

function atScale({ digits, scale }: Decimal, wanted: number): bigint {
  return digits * 10n ** BigInt(wanted - scale);
}

function roundHalfEven({ digits, scale }: Decimal, wanted: number): bigint {
  if (scale <= wanted) return atScale({ digits, scale }, wanted);
  const unit = 10n ** BigInt(scale - wanted);
  const [quotient, rest] = [digits / unit, (digits % unit) * 2n];
  return rest > unit || (rest === unit && quotient % 2n === 1n) ? quotient + 1n : quotient;
}
