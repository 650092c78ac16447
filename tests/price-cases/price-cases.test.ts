import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkPriceCases } from './check-price-cases.ts';
import type { PriceCase } from './price-case.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const cases: PriceCase[] = JSON.parse(readFileSync(join(fixtures, 'pricing-cases.json'), 'utf8'));
const priceFile: object = JSON.parse(readFileSync(join(fixtures, 'price-file.json'), 'utf8'));

describe('price cases', () => {
  it('gives every case its status, price key and exact amount, from raw usage', () => {
    expect(cases).toHaveLength(178);
    expect(checkPriceCases(cases, priceFile)).toEqual([]);
  });

  it('names what differs', () => {
    const [first] = cases;
    if (first === undefined) throw new Error('no case');
    const wrong = { ...first, id: 'wrong', expectedUsdExact: '1', priceKey: 'gpt-4o' };
    expect(checkPriceCases([wrong], priceFile).join()).toContain('cost should be 1 and is 0.0088');
    expect(checkPriceCases([{ ...first, api: 'telepathy' }], priceFile).join()).toContain('telepathy');
  });
});
