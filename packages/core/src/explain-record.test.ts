import { describe, expect, it } from 'vitest';
import { explainRecord } from './explain-record.ts';
import { addDecimals, type ExactDecimal, formatDecimal, parseDecimal } from './pricing/exact-decimal.ts';
import type { LineItem, TrackingData } from './record.ts';
import { sampleRecord } from './sample-record.test-support.ts';

const lineItems: LineItem[] = [
  { unit: 'input', quantity: 1200, rateUsd: '0.0000025', amountUsd: '0.003', rateKey: 'input_cost_per_token' },
  {
    unit: 'input_cache_read',
    quantity: 30_000,
    rateUsd: '0.00000125',
    factor: '1.1',
    amountUsd: '0.04125',
    rateKey: 'cache_read_input_token_cost',
  },
  {
    unit: 'search',
    quantity: 1,
    model: 'gpt-4o-search',
    variant: 'low',
    rateUsd: '25',
    amountUsd: '25',
    rateKey: 'search_low',
  },
];

function priced(members: Partial<TrackingData> = {}): TrackingData {
  return sampleRecord({
    costStatus: 'priced',
    costUsd: 25.04425,
    costUsdExact: '25.04425',
    priceKey: 'gpt-4o-2024-08-06',
    priceSnapshot: '2026-11-23-9f2c41d0',
    details: { lineItems },
    ...members,
  });
}

/** The amounts of the printed lines above the one that begins with `label`, added up. */
function printedSum(text: string, label: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => line.trim().startsWith(label));
  const sum = lines
    .slice(0, end)
    .map((line) => /= +(-?[\d.]+)/.exec(line)?.[1])
    .filter((amount) => amount !== undefined)
    .map((amount) => parseDecimal(amount) ?? { digits: 0n, scale: 0 })
    .reduce<ExactDecimal>(addDecimals, { digits: 0n, scale: 0 });
  return formatDecimal(sum);
}

describe('explainRecord', () => {
  it('prints the arithmetic of a call, aligned', () => {
    expect(explainRecord(priced()).text).toBe(
      [
        'gpt-4o-2024-08-06 (openai, chat): priced',
        '2026-11-23 10:15:02.000 UTC, succeeded after 812 ms',
        'request 0193579d-7bf0-7000-8000-000000000001, revision 1, project shop, team search',
        '',
        '  input                         1200 ×  0.0000025        =  0.003    [input_cost_per_token]',
        '  input_cache_read             30000 ×  0.00000125 × 1.1 =  0.04125  [cache_read_input_token_cost]',
        '  search (gpt-4o-search, low)      1 × 25                = 25        [search_low]',
        '  total                                                  = 25.04425  USD',
        '',
        'price row gpt-4o-2024-08-06',
        'price file 2026-11-23-9f2c41d0',
      ].join('\n'),
    );
  });

  it('leaves out of the text, but not of the items, what was not used', () => {
    const unused: LineItem = { unit: 'output', quantity: 0, rateUsd: '0.00001', amountUsd: '0', rateKey: 'unused' };
    const explained = explainRecord(priced({ details: { lineItems: [...lineItems, unused] } }));
    expect(explained.text).toBe(explainRecord(priced()).text);
    expect(explained.lineItems).toHaveLength(4);
  });

  it('says in words how the price was found', () => {
    const priceFlags = [
      'retired-row:litellm 1.75.0',
      'multiplier:provider_specific_entry.us=1.1',
      'customPricing:openai/gpt-*',
      'constructor',
      'a-new-one:x',
    ];
    const { text } = explainRecord(priced({ details: { lineItems, priceFlags } }));
    expect(text.split('\n').filter((line) => line.startsWith('price: '))).toEqual([
      'price: the last known one of a retired model, of litellm 1.75.0',
      'price: of tokens times provider_specific_entry.us=1.1',
      'price: your own for openai/gpt-*',
      'price: constructor',
      'price: a-new-one:x',
    ]);
  });

  it('gives the items and the record with the text', () => {
    const record = priced();
    expect(explainRecord(record)).toMatchObject({ record, lineItems });
    expect(explainRecord(sampleRecord({ details: {} })).lineItems).toEqual([]);
  });

  it('prints amounts that sum to the printed total to the last digit, rounding included', () => {
    const rounded: LineItem[] = [
      {
        unit: 'second_output',
        quantity: 0.3,
        rateUsd: '0.00000000000125',
        amountUsd: '0.000000000000375',
        rateKey: 'k',
      },
      { unit: 'input', quantity: 1, rateUsd: '0.000001', amountUsd: '0.000001', rateKey: 'k' },
    ];
    const { text } = explainRecord(priced({ costUsdExact: '0.000001', details: { lineItems: rounded } }));
    expect(text).toContain('rounding');
    expect(text).toContain('-0.000000000000375  [half to even, at 12 decimals]');
    expect(printedSum(text, 'total')).toBe('0.000001');
    expect(printedSum(explainRecord(priced()).text, 'total')).toBe('25.04425');
  });

  it('does not hide a total that its items do not explain', () => {
    const { text } = explainRecord(priced({ costUsdExact: '26' }));
    expect(text).toMatch(/difference += +0\.95575 +\[not explained by the items\]/);
    expect(printedSum(text, 'total')).toBe('26');
  });

  it('sums 200 random calls exactly', () => {
    let seed = 20261123;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let call = 0; call < 200; call += 1) {
      const items = Array.from({ length: 1 + random(5) }, (): LineItem => {
        const quantity = random(1_000_000);
        const picoRate = BigInt(random(1_000_000_000));
        return {
          unit: 'input',
          quantity,
          rateUsd: formatDecimal({ digits: picoRate, scale: 12 }),
          amountUsd: formatDecimal({ digits: BigInt(quantity) * picoRate, scale: 12 }),
          rateKey: 'k',
        };
      });
      const total = items.reduce<ExactDecimal>(
        (sum, { amountUsd }) => addDecimals(sum, parseDecimal(amountUsd ?? '') ?? { digits: 0n, scale: 0 }),
        { digits: 0n, scale: 0 },
      );
      const costUsdExact = formatDecimal(total);
      const { text } = explainRecord(priced({ costUsdExact, details: { lineItems: items } }));
      expect(printedSum(text, 'total')).toBe(costUsdExact);
      expect(text).not.toContain('difference');
    }
  });

  it('says why there is no cost, and what is known', () => {
    const record = priced({
      costStatus: 'partial',
      costUsd: null,
      costUsdExact: null,
      success: false,
      errorCode: 'aborted',
      details: {
        lineItems: [...lineItems, { unit: 'output', quantity: 7, rateUsd: null, amountUsd: null, rateKey: null }],
        costReason: 'no price for output',
        knownCostUsd: '25.04425',
        costBoundsUsd: { low: '25.1', high: '26' },
      },
    });
    const { text } = explainRecord(record);
    expect(text).toContain('failed (aborted) after 812 ms');
    expect(text).toMatch(/output +7 × +\? += +\? +\[no rate is known\]/);
    expect(text).toMatch(/known part += +25\.04425 +USD/);
    expect(text).toMatch(/at least += +25\.1 .*\n.*at most += +26 /);
    expect(text).toMatch(/total += +\?$/m);
    expect(text).toContain('no cost: no price for output');
    expect(printedSum(text, 'known part')).toBe('25.04425');
  });

  it('shows an amount that the provider stated beside the list prices', () => {
    const { text } = explainRecord(priced({ costStatus: 'stated', costUsdExact: '20' }));
    expect(text).toMatch(/at list prices += +25\.04425 +USD/);
    expect(text).toMatch(/stated by the provider += +20 +USD/);
    expect(text).not.toContain('difference');
  });

  it('explains a call that was not billed', () => {
    const free = sampleRecord({
      success: false,
      httpStatus: 401,
      errorCode: 'invalid_api_key',
      costStatus: 'free',
      costUsdExact: '0',
      details: {},
    });
    const { text } = explainRecord(free);
    expect(text).toContain('failed (invalid_api_key, HTTP 401)');
    expect(text).toMatch(/total += 0 {2}USD/);
    expect(text).toContain('no price row was used');
  });

  it('names the former costs of a call that was priced again', () => {
    const costHistory = [
      {
        revisedAt: '2026-11-24',
        costUsdExact: '1.5',
        costStatus: 'priced',
        priceSnapshot: 'old',
        reason: 'wrong rate',
      },
    ] as const;
    const { text } = explainRecord(priced({ details: { lineItems, costHistory: [...costHistory] } }));
    expect(text).toContain('until 2026-11-24: 1.5 USD (priced, price file old); wrong rate');
    const partial = { ...costHistory[0], costUsdExact: null, costStatus: 'partial', knownCostUsd: '1.25' } as const;
    expect(explainRecord(priced({ details: { lineItems, costHistory: [partial] } })).text).toContain(
      'until 2026-11-24: ? USD (partial, 1.25 known, price file old); wrong rate',
    );
  });
});
