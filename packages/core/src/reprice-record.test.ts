import { describe, expect, it } from 'vitest';
import { buildRecord } from './observe/build-record.ts';
import { createPriceBook, readPriceBookOptions } from './pricing/create-price-book.ts';
import type { PriceBook } from './pricing/price-book.ts';
import { sampleRow } from './pricing/price-sample.test-support.ts';
import { createPriceTable } from './pricing/price-table.ts';
import type { RecordUsage } from './pricing/record-cost.ts';
import type { RecordDetails, TrackingData, UsageItem } from './record.ts';
import { repriceRecord } from './reprice-record.ts';
import { sampleRecord } from './sample-record.test-support.ts';

const model = 'gpt-4o-2024-08-06';
const revision = { reason: 'the price is known now', at: new Date('2026-12-01T00:00:00Z') };
const items: UsageItem[] = [
  { unit: 'input', quantity: 1000 },
  { unit: 'output', quantity: 100 },
];
const nothing = createPriceBook({}, { snapshot: 'nothing' });
const listed = createPriceBook({ [model]: sampleRow('openai', 2, 8) }, { snapshot: 'listed' });
const dearer = createPriceBook({ [model]: sampleRow('openai', 4, 8) }, { snapshot: 'dearer' });

/** A row as it was recorded with the prices of `book`. */
function recorded(
  book: PriceBook,
  members: Partial<TrackingData> = {},
  usage: Partial<RecordUsage> = {},
): TrackingData {
  const facts = { ...sampleRecord(members), attribution: { projectName: 'shop' } };
  return buildRecord(facts, { items, isFree: false, ...usage }, book);
}

function withDetails(record: TrackingData, details: RecordDetails): TrackingData {
  return { ...record, details: { ...record.details, ...details } };
}

describe('repriceRecord', () => {
  it('prices a row from its stored items, as the next revision', () => {
    const before = recorded(nothing, { revision: 3 });
    expect(before).toMatchObject({ costStatus: 'unpriced', costUsdExact: null });
    const priced = recorded(listed, { revision: 4, recordedAt: revision.at });
    expect(repriceRecord(before, listed, revision)).toEqual(
      withDetails(priced, {
        costHistory: [
          {
            revisedAt: '2026-12-01T00:00:00.000Z',
            costUsdExact: null,
            costStatus: 'unpriced',
            priceSnapshot: 'nothing',
            reason: 'the price is known now',
          },
        ],
      }),
    );
    expect(priced).toMatchObject({ costStatus: 'priced', costUsdExact: '0.0028', priceSnapshot: 'listed' });
  });

  it('leaves a row whose cost stays the same, whatever file the prices come from', () => {
    const same = createPriceBook({ [model]: sampleRow('openai', 2, 8) }, { snapshot: 'newer' });
    expect(repriceRecord(recorded(listed), same, revision)).toBeNull();
    expect(repriceRecord({ ...recorded(listed), costUsdExact: '0.002800000000' }, same, revision)).toBeNull();
    expect(repriceRecord(recorded(nothing), nothing, revision)).toBeNull();
    expect(repriceRecord(recorded(listed, { usageSource: 'partial' }), same, revision)).toBeNull();
  });

  it('keeps every former cost, oldest first, and what else the details hold', () => {
    const first = withDetails(recorded(nothing), { costBoundsUsd: { low: '1', high: '2' } });
    const own = { ...first, details: { ...first.details, own: 1 } };
    const second = repriceRecord(own, listed, { ...revision, reason: 'one' });
    const third = repriceRecord(second ?? own, dearer, { ...revision, reason: 'two' });
    expect(third).toMatchObject({ revision: 3, costUsdExact: '0.0048', details: { own: 1 } });
    expect(third?.details.costHistory).toMatchObject([
      { costUsdExact: null, costStatus: 'unpriced', priceSnapshot: 'nothing', reason: 'one' },
      { costUsdExact: '0.0028', costStatus: 'priced', priceSnapshot: 'listed', reason: 'two' },
    ]);
    expect(third?.details).not.toHaveProperty('costReason');
    expect(third?.details).not.toHaveProperty('costBoundsUsd');
  });

  it('takes a price back that is none any more', () => {
    expect(repriceRecord(recorded(listed), nothing, revision)).toMatchObject({
      costStatus: 'unpriced',
      costUsd: null,
      costUsdExact: null,
      priceKey: null,
      details: { costHistory: [{ costUsdExact: '0.0028', costStatus: 'priced' }] },
    });
  });

  it('leaves an answer that was cut short partial, and revises what is known of it', () => {
    const before = recorded(listed, { usageSource: 'partial', errorCode: 'aborted' });
    expect(before).toMatchObject({ costStatus: 'partial', details: { knownCostUsd: '0.0028' } });
    expect(repriceRecord(before, dearer, revision)).toMatchObject({
      costStatus: 'partial',
      costUsdExact: null,
      details: {
        knownCostUsd: '0.0048',
        costReason: 'the answer was cut short',
        costHistory: [{ costStatus: 'partial', costUsdExact: null, knownCostUsd: '0.0028' }],
      },
    });
  });

  it('prices the rest of a row that was priced in part', () => {
    const searched: UsageItem[] = [...items, { unit: 'custom:thing', quantity: 3 }];
    const before = recorded(listed, {}, { items: searched });
    expect(before).toMatchObject({ costStatus: 'partial', details: { knownCostUsd: '0.0028' } });
    const custom = createPriceBook(
      { [model]: sampleRow('openai', 2, 8) },
      { customPricing: { [model]: { rates: { 'custom:thing': '0.1' } } } },
    );
    const after = repriceRecord(before, custom, revision);
    expect(after).toMatchObject({ costStatus: 'priced', costUsdExact: '0.3028' });
    expect(after?.details).not.toHaveProperty('knownCostUsd');
  });

  it.each<[what: string, record: TrackingData]>([
    ['without items', recorded(nothing, {}, { items: [] })],
    ['that are pending', recorded(nothing, { usageSource: 'pending' })],
    ['of a call that was interrupted', recorded(nothing, { revision: 0, usageSource: 'none' }, { items: [] })],
    ['that are provisional: their final record has revision 1', recorded(nothing, { revision: 0 })],
    ['with a stated cost', recorded(dearer, {}, { statedCostUsd: '1' })],
    ['that are free', { ...recorded(dearer), costStatus: 'free', costUsdExact: '0' }],
    ['that are invalid', recorded(dearer, {}, { promptTokens: 999 })],
    ['whose items cannot be read', withDetails(recorded(nothing), { lineItems: [unreadable()] })],
    ['folded from calls of other sizes', recorded(dearer, { origin: 'fold', callCount: 7 })],
  ])('leaves rows %s', (_what, record) => {
    expect(repriceRecord(record, listed, revision)).toBeNull();
  });

  it('leaves a row rather than make it invalid by an amount that cannot be stored', () => {
    const absurd = createPriceBook({}, { customPricing: { [model]: { rates: { input: '1e10', output: 1 } } } });
    expect(repriceRecord(recorded(listed), absurd, revision)).toBeNull();
  });

  it('lets what was served choose the price: tier, context and region', () => {
    const tiers = {
      input_cost_per_token_flex: '1e-6',
      output_cost_per_token_flex: '4e-6',
      input_cost_per_token_batches: '0.5e-6',
      output_cost_per_token_batches: '2e-6',
    };
    const rows = {
      [model]: sampleRow('openai', 2, 8, tiers),
      'bedrock/eu-west-3/acme.model': sampleRow('bedrock', 3, 9),
      'acme.model': sampleRow('bedrock', 2, 8),
    };
    const book = createPriceBook(rows);
    const costOf = (members: Partial<TrackingData>, usage?: Partial<RecordUsage>): string | null | undefined =>
      repriceRecord(recorded(nothing, members, usage), book, revision)?.costUsdExact;
    expect(costOf({})).toBe('0.0028');
    expect(costOf({ serviceTier: 'flex' })).toBe('0.0014');
    expect(costOf({}, { priceContext: { batch: 'true' } })).toBe('0.0007');
    const bedrock = { provider: 'bedrock', model: 'acme.model', requestedModel: 'acme.model' };
    expect(costOf({ ...bedrock, region: 'us-east-1' })).toBe('0.0028');
    expect(costOf({ ...bedrock, region: 'eu-west-3' })).toBe('0.0039');
  });

  it('says again that the model is retired', () => {
    const retired = (usdPerToken: string, snapshot: string): PriceBook => {
      const prices = { input_cost_per_token: usdPerToken, output_cost_per_token: '8e-6' };
      const source = { provider: 'openai', prices, retired: 'litellm 1.75.0' };
      return readPriceBookOptions({})(createPriceTable(new Map([[model, source]]), snapshot));
    };
    const before = recorded(retired('1e-6', 'old'));
    const flags = ['retired-row:litellm 1.75.0'];
    expect(before.details.priceFlags).toEqual(flags);
    const after = repriceRecord(before, retired('2e-6', 'new'), revision);
    expect(after).toMatchObject({ costUsdExact: '0.0028', priceSnapshot: 'new', details: { priceFlags: flags } });
  });

  it('counts a search that the model implies once', () => {
    const searching = 'gpt-4o-search-preview';
    const fee = { search_context_cost_per_query: { search_context_size_medium: 0.01 } };
    const rows = (input: number): object => ({ [searching]: sampleRow('openai', input, 8, fee) });
    const before = recorded(createPriceBook(rows(2)), { model: searching, requestedModel: searching });
    expect(before.costUsdExact).toBe('0.0128');
    expect(repriceRecord(before, createPriceBook(rows(4)), revision)?.costUsdExact).toBe('0.0148');
  });
});

/** An item as a foreign program may have left it. */
function unreadable(): NonNullable<RecordDetails['lineItems']>[number] {
  return { unit: 'input', quantity: Number.NaN, rateUsd: null, amountUsd: null, rateKey: null };
}
