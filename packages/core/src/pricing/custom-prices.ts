import type { CustomPrice } from '../tracker.ts';
import { wrongOption } from '../wrong-option.ts';
import type { ExactDecimal } from './exact-decimal.ts';
import { parsePriceKey, type TokenCharge, tokenRateId } from './price-keys.ts';
import { ascending, type PriceRow, readPrice, type TokenRate } from './price-row.ts';
import { chargeOf, isCountedUnit } from './usage-charges.ts';

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
  const globs: CustomEntry[] = [];
  for (const [pattern, price] of Object.entries(customPricing ?? {})) {
    const entry = readEntry(pattern, price);
    if (/[*?]/.test(pattern)) globs.push(entry);
    else exact.set(pattern.trim().toLowerCase(), entry);
  }
  globs.sort((left, right) => right.pattern.length - left.pattern.length);
  return {
    find: (names) => {
      if (exact.size === 0 && globs.length === 0) return null;
      for (const name of names) {
        const entry = exact.get(name.toLowerCase());
        if (entry !== undefined) return entry;
      }
      return globs.find(({ pattern }) => names.some((name) => fitsGlob(name, pattern))) ?? null;
    },
  };
}

/** A row with the app's rates laid over it; the app's own rates pass no guard, they are what the app says. */
export function overlayRow(row: PriceRow, entry: CustomEntry): PriceRow {
  const rates = new Map(row.rates);
  const charges = new Set(row.charges);
  const thresholds = new Set(row.thresholds);
  for (const rate of entry.tokenRates) {
    rates.set(tokenRateId(rate.charge, rate.thresholdTokens, rate.tier), rate);
    charges.add(rate.charge);
    if (rate.thresholdTokens > 0) thresholds.add(rate.thresholdTokens);
  }
  return { ...row, rates, charges, thresholds: ascending(thresholds), isZero: false };
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
    else if (isCountedUnit(unit)) unitRates.set(unit, rate);
    // A misspelled one would leave its calls at another price, and nobody would notice.
    else throw wrongOption(`${path}.rates`, 'made of usage units and token price keys', unit);
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

/** Without a regular expression: names come from requests, and some would keep one busy for minutes. */
function fitsGlob(name: string, pattern: string): boolean {
  const [text, glob] = [name.toLowerCase(), pattern.toLowerCase()];
  let at = 0;
  let star = -1;
  let resumeAt = 0;
  for (let index = 0; index < text.length; ) {
    if (glob[at] === '*') {
      star = at;
      resumeAt = index;
      at += 1;
    } else if (glob[at] === '?' || glob[at] === text[index]) {
      at += 1;
      index += 1;
    } else if (star < 0) return false;
    else {
      at = star + 1;
      resumeAt += 1;
      index = resumeAt;
    }
  }
  return /^\**$/.test(glob.slice(at));
}
