/** A decimal number without rounding: `digits × 10^-scale`. `scale` is never negative. */
export interface ExactDecimal {
  readonly digits: bigint;
  readonly scale: number;
}

const decimalPattern = /^([+-]?)(\d{1,40})(?:\.(\d{0,40}))?(?:[eE]([+-]?\d{1,3}))?$/;
const greatestExponent = 60;

/** The number one. */
export const one: ExactDecimal = { digits: 1n, scale: 0 };

/** Reads decimal or exponent notation (`0.001`, `3e-7`); null for anything else, and for what is absurdly long. */
export function parseDecimal(text: string): ExactDecimal | null {
  const match = decimalPattern.exec(text.trim());
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > greatestExponent) return null;
  const unsigned = BigInt(whole + fraction);
  const digits = sign === '-' ? -unsigned : unsigned;
  const scale = fraction.length - exponent;
  return normalize(scale < 0 ? { digits: digits * powerOfTen(-scale), scale: 0 } : { digits, scale });
}

/** The decimal that a number prints as: `0.1` is one tenth, whatever its bits are. Null unless it is finite and not absurd. */
export function decimalFromNumber(value: number): ExactDecimal | null {
  return Number.isSafeInteger(value) ? { digits: BigInt(value), scale: 0 } : parseDecimal(String(value));
}

/** Exact product. */
export function multiplyDecimals(left: ExactDecimal, right: ExactDecimal): ExactDecimal {
  return { digits: left.digits * right.digits, scale: left.scale + right.scale };
}

/** Exact sum. */
export function addDecimals(left: ExactDecimal, right: ExactDecimal): ExactDecimal {
  const scale = Math.max(left.scale, right.scale);
  return { digits: digitsAt(left, scale) + digitsAt(right, scale), scale };
}

/** Negative, zero or positive, as `left` is below, equal to or above `right`. */
export function compareDecimals(left: ExactDecimal, right: ExactDecimal): number {
  const scale = Math.max(left.scale, right.scale);
  const difference = digitsAt(left, scale) - digitsAt(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The digits at another scale; a smaller scale rounds half to even. */
export function roundToScale(value: ExactDecimal, scale: number): bigint {
  if (value.scale <= scale) return digitsAt(value, scale);
  const divisor = powerOfTen(value.scale - scale);
  const negative = value.digits < 0n;
  const magnitude = negative ? -value.digits : value.digits;
  const quotient = magnitude / divisor;
  const twice = (magnitude % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return negative ? -rounded : rounded;
}

/** Plain decimal text without an exponent or trailing zeros. */
export function formatDecimal(value: ExactDecimal): string {
  const negative = value.digits < 0n;
  const text = (negative ? -value.digits : value.digits).toString().padStart(value.scale + 1, '0');
  const whole = text.slice(0, text.length - value.scale);
  let end = text.length;
  while (end > whole.length && text.charCodeAt(end - 1) === 48) end -= 1;
  const sign = negative ? '-' : '';
  return end === whole.length ? sign + whole : `${sign}${whole}.${text.slice(whole.length, end)}`;
}

function normalize(value: ExactDecimal): ExactDecimal {
  let { digits, scale } = value;
  while (scale > 0 && digits % 10n === 0n) {
    digits /= 10n;
    scale -= 1;
  }
  return { digits, scale };
}

function digitsAt(value: ExactDecimal, scale: number): bigint {
  return value.scale === scale ? value.digits : value.digits * powerOfTen(scale - value.scale);
}

const powers: bigint[] = [];

function powerOfTen(exponent: number): bigint {
  const known = powers[exponent];
  if (known !== undefined) return known;
  const power = 10n ** BigInt(exponent);
  powers[exponent] = power;
  return power;
}
