import type { CustomPrice } from '../tracker.ts';
import { wrongOption } from '../wrong-option.ts';
import type { ExactDecimal } from './exact-decimal.ts';
import { parsePriceKey, type TokenCharge, tokenRateId } from './price-keys.ts';
import { type PriceRow, readPrice, type TokenRate, thresholdsOf } from './price-row.ts';
import { chargeOf } from './usage-charges.ts';

/** One entry of `customPricing`, checked. */
export interface CustomEntry {
  readonly pattern: string;
  readonly replaces: boolean;
  /** Token rates, laid over those of a row. */
  readonly tokenRates: readonly TokenRate[];
  /** Rates of units that are no tokens. */
  readonly unitRates: ReadonlyMap<string, ExactDecimal>;
  readonly multiplier: ExactDecimal | null;
}

/** The app's own prices. */
export interface CustomPrices {
  /** The entry for a model: the first of `names` that one names exactly, else the longest glob that fits any of them. */
  find(names: readonly string[]): CustomEntry | null;
}

/** Reads the option `customPricing`; throws a `ConfigurationError` for what is no price. */
export function readCustomPrices(customPricing: Readonly<Record<string, CustomPrice>> | undefined): CustomPrices {
  const exact = new Map<string, CustomEntry>();
  const globs: { expression: RegExp; entry: CustomEntry }[] = [];
  for (const [pattern, price] of Object.entries(customPricing ?? {})) {
    const entry = readEntry(pattern, price);
    if (/[*?]/.test(pattern)) globs.push({ expression: globExpression(pattern), entry });
    else exact.set(pattern.trim().toLowerCase(), entry);
  }
  globs.sort((left, right) => right.entry.pattern.length - left.entry.pattern.length);
  return {
    find: (names) => {
      if (exact.size === 0 && globs.length === 0) return null;
      for (const name of names) {
        const entry = exact.get(name.toLowerCase());
        if (entry !== undefined) return entry;
      }
      return globs.find(({ expression }) => names.some((name) => expression.test(name)))?.entry ?? null;
    },
  };
}

/** A row with the app's rates laid over it; the app's own rates pass no guard, they are what the app says. */
export function overlayRow(row: PriceRow, entry: CustomEntry): PriceRow {
  const rates = new Map(row.rates);
  const charges = new Set(row.charges);
  for (const rate of entry.tokenRates) {
    rates.set(tokenRateId(rate.charge, rate.thresholdTokens, rate.tier), rate);
    charges.add(rate.charge);
  }
  return { ...row, rates, charges, thresholds: thresholdsOf(rates), isZero: false };
}

function readEntry(pattern: string, price: CustomPrice): CustomEntry {
  const path = `customPricing["${pattern}"]`;
  if (typeof price !== 'object' || price === null) throw wrongOption(path, 'an object', price);
  const tokenRates: TokenRate[] = [];
  const unitRates = new Map<string, ExactDecimal>();
  const addToken = (charge: TokenCharge, name: string, rate: ExactDecimal): void => {
    tokenRates.push({ key: `customPricing.${name}`, charge, thresholdTokens: 0, tier: 'standard', rate });
  };
  const { inputCostPerToken, outputCostPerToken, rates = {}, multiplier, mode = 'merge' } = price;
  if (inputCostPerToken !== undefined) {
    addToken('input', 'inputCostPerToken', toPrice(`${path}.inputCostPerToken`, inputCostPerToken));
  }
  if (outputCostPerToken !== undefined) {
    addToken('output', 'outputCostPerToken', toPrice(`${path}.outputCostPerToken`, outputCostPerToken));
  }
  for (const [unit, value] of Object.entries(rates)) {
    const rate = toPrice(`${path}.rates["${unit}"]`, value);
    const charge = chargeOf(unit);
    const key = charge === undefined ? parsePriceKey(unit) : null;
    if (charge !== undefined) addToken(charge, unit, rate);
    else if (key?.kind === 'token') tokenRates.push({ ...key, key: `customPricing.${unit}`, rate });
    else unitRates.set(unit, rate);
  }
  if (mode !== 'merge' && mode !== 'replace') throw wrongOption(`${path}.mode`, '"merge" or "replace"', mode);
  return {
    pattern: pattern.trim(),
    replaces: mode === 'replace',
    tokenRates,
    unitRates,
    multiplier: multiplier === undefined ? null : toPrice(`${path}.multiplier`, multiplier),
  };
}

function toPrice(path: string, value: unknown): ExactDecimal {
  const price = readPrice(value);
  if (price !== null) return price;
  throw wrongOption(path, 'a number of zero or more, or its decimal text', value);
}

function globExpression(pattern: string): RegExp {
  const source = pattern
    .trim()
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i');
}
