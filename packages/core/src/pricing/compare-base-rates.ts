import { compareDecimals } from './exact-decimal.ts';
import type { TokenCharge } from './price-keys.ts';
import { baseRate, type PriceRow } from './price-row.ts';

/** Whether two rows have the same standard, short-context rates; absent in both is the same. */
export function hasSameBaseRates(left: PriceRow, right: PriceRow, charges: readonly TokenCharge[]): boolean {
  return charges.every((charge) => {
    const [one, other] = [baseRate(left, charge), baseRate(right, charge)];
    return one === undefined || other === undefined ? one === other : compareDecimals(one, other) === 0;
  });
}

/** Whether a row's standard input or output costs more than another's. */
export function isDearer(row: PriceRow, than: PriceRow): boolean {
  return (['input', 'output'] as const).some((charge) => {
    const [one, other] = [baseRate(row, charge), baseRate(than, charge)];
    return one !== undefined && other !== undefined && compareDecimals(one, other) > 0;
  });
}
