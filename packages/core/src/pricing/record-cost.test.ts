import { describe, expect, it } from 'vitest';
import type { TrackingData, UsageItem } from '../record.ts';
import { sampleRecord } from '../sample-record.test-support.ts';
import { createPriceBook } from './create-price-book.ts';
import { sampleRow } from './price-sample.test-support.ts';
import { type CostFields, type RecordUsage, recordCost } from './record-cost.ts';

const model = 'gpt-4o-2024-08-06';
const items: UsageItem[] = [
  { unit: 'custom:a', quantity: 1 },
  { unit: 'custom:b', quantity: 1 },
  { unit: 'custom:c', quantity: 1 },
];
/** Each far below what is stored, together one pico-dollar and a bit. */
const rates = { 'custom:a': '4e-13', 'custom:b': '4e-13', 'custom:c': '4e-13' } as const;
const book = createPriceBook({ [model]: sampleRow('openai', 2, 8) }, { customPricing: { 'gpt-*': { rates } } });

function costOf(members: Partial<TrackingData>, usage: Partial<RecordUsage> = {}): CostFields {
  return recordCost(sampleRecord({ model, ...members }), { items, isFree: false, ...usage }, book);
}

describe('recordCost', () => {
  it('keeps how the price was found, with and without a cost', () => {
    const flags = ['customPricing:gpt-*'];
    expect(costOf({})).toMatchObject({ costStatus: 'priced', details: { priceFlags: flags } });
    expect(costOf({ usageSource: 'partial' })).toMatchObject({ costStatus: 'partial', details: { priceFlags: flags } });
    expect(costOf({}, { statedCostUsd: '1' })).toMatchObject({ costStatus: 'stated', details: { priceFlags: flags } });
    expect(costOf({ model: 'o9', requestedModel: null }).details).not.toHaveProperty('priceFlags');
  });

  it('rounds the known part of a cost once, not item by item', () => {
    expect(costOf({}).costUsdExact).toBe('0.000000000001');
    expect(costOf({ usageSource: 'partial' })).toMatchObject({
      costUsdExact: null,
      details: { knownCostUsd: '0.000000000001' },
    });
    const more: UsageItem[] = [...items, { unit: 'file_search', quantity: 1 }];
    expect(costOf({}, { items: more })).toMatchObject({
      costStatus: 'partial',
      details: { knownCostUsd: '0.000000000001' },
    });
  });

  it('claims to know nothing of a cost of which nothing could be rated', () => {
    expect(costOf({}, { items: [{ unit: 'file_search', quantity: 1 }] }).details).not.toHaveProperty('knownCostUsd');
  });
});
