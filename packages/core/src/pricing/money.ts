import { compareDecimals, type ExactDecimal, formatDecimal, parseDecimal, roundToScale } from './exact-decimal.ts';

/** Decimals of a pico-dollar (10⁻¹² USD), the smallest amount that is stored. */
export const picoScale = 12;

/** Decimal text in USD (`0.001615`, also `3e-7`) to pico-dollars; a 13th decimal rounds half to even. Throws a RangeError for other text. */
export function parseUsd(text: string): bigint {
  const value = parseDecimal(text);
  if (value === null)
    throw new RangeError(
      `Expected an amount in USD as decimal text such as "0.001615", but got "${text.slice(0, 50)}".`,
    );
  return roundToScale(value, picoScale);
}

/** Pico-dollars to decimal text in USD, without trailing zeros: `1615000000n` is `0.001615`. */
export function formatUsd(picoUsd: bigint): string {
  return formatDecimal({ digits: picoUsd, scale: picoScale });
}

/** An exact amount in pico-dollars, rounded half to even. */
export function toPico(amount: ExactDecimal): bigint {
  return roundToScale(amount, picoScale);
}

/** An exact amount in pico-dollars; null where that would need rounding. */
export function toWholePico(amount: ExactDecimal): bigint | null {
  const pico = roundToScale(amount, picoScale);
  return compareDecimals({ digits: pico, scale: picoScale }, amount) === 0 ? pico : null;
}
