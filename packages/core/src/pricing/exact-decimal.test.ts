import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  compareDecimals,
  decimalFromNumber,
  type ExactDecimal,
  formatDecimal,
  multiplyDecimals,
  parseDecimal,
  roundToScale,
} from './exact-decimal.ts';
import { formatUsd, parseUsd, toPico, toWholePico } from './money.ts';

const decimal = (text: string): ExactDecimal => {
  const value = parseDecimal(text);
  if (value === null) throw new Error(`${text} is no decimal`);
  return value;
};

describe('exact decimals', () => {
  it.each([
    ['3e-7', '0.0000003'],
    ['1.38E-7', '0.000000138'],
    ['0.0002833333333333333', '0.0002833333333333333'],
    ['2.50', '2.5'],
    ['12e3', '12000'],
    ['-0.5', '-0.5'],
    ['000', '0'],
    [' 7 ', '7'],
  ])('read %s as %s', (text, plain) => {
    expect(formatDecimal(decimal(text))).toBe(plain);
  });

  it.each(['', '.5', '1.2.3', '0x10', 'NaN', 'Infinity', '1e999', '1,5', '--1', '1'.repeat(41)])(
    'refuse %j',
    (text) => {
      expect(parseDecimal(text)).toBeNull();
    },
  );

  it('take numbers by the digits that they print as', () => {
    expect(formatDecimal(decimalFromNumber(0.1) ?? decimal('0'))).toBe('0.1');
    expect(formatDecimal(decimalFromNumber(3.3333333333333335e-5) ?? decimal('0'))).toBe('0.000033333333333333335');
    expect(decimalFromNumber(Number.NaN)).toBeNull();
    expect(decimalFromNumber(Number.POSITIVE_INFINITY)).toBeNull();
  });

  it('add, multiply and compare without rounding', () => {
    expect(formatDecimal(addDecimals(decimal('0.1'), decimal('0.02')))).toBe('0.12');
    expect(formatDecimal(multiplyDecimals(decimal('1.1'), decimal('0.000000138')))).toBe('0.0000001518');
    expect(compareDecimals(decimal('0.10'), decimal('1e-1'))).toBe(0);
    expect(compareDecimals(decimal('0.1'), decimal('0.11'))).toBeLessThan(0);
  });

  it.each([
    ['0.5', 0n],
    ['1.5', 2n],
    ['2.5', 2n],
    ['2.51', 3n],
    ['-2.5', -2n],
    ['-3.5', -4n],
  ])('round %s half to even', (text, rounded) => {
    expect(roundToScale(decimal(text), 0)).toBe(rounded);
  });
});

describe('money', () => {
  it('turns USD into pico-dollars and back', () => {
    expect(parseUsd('0.001615')).toBe(1_615_000_000n);
    expect(formatUsd(1_615_000_000n)).toBe('0.001615');
    expect(formatUsd(0n)).toBe('0');
    expect(formatUsd(1n)).toBe('0.000000000001');
    expect(formatUsd(12_500_000_000_000_000n)).toBe('12500');
    expect(parseUsd('0.0000000000005')).toBe(0n);
    expect(parseUsd('0.0000000000015')).toBe(2n);
  });

  it('refuses text that is no amount', () => {
    expect(() => parseUsd('free')).toThrow('"free"');
  });

  it('knows what is a whole number of pico-dollars', () => {
    expect(toWholePico(decimal('0.0000001'))).toBe(100_000n);
    expect(toWholePico(decimal('0.0000000000001'))).toBeNull();
    expect(toPico(decimal('0.0000000000006'))).toBe(1n);
  });
});
