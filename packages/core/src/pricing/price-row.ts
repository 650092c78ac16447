import { compareDecimals, decimalFromNumber, type ExactDecimal, parseDecimal } from './exact-decimal.ts';
import { checkRates } from './price-guards.ts';
import { type PriceTier, parsePriceKey, type TokenCharge, tokenRateId, unreadableBlocks } from './price-keys.ts';

/** One row of a price file as it was read: the provider it names, and its members. */
export interface PriceRowSource {
  readonly provider: string;
  readonly prices: Readonly<Record<string, unknown>>;
  /** The last version of the price file that had this row; null while it is still there. */
  readonly retired: string | null;
}

/** One token rate in USD, and the key that it stands under. */
export interface TokenRate {
  readonly key: string;
  readonly charge: TokenCharge;
  readonly thresholdTokens: number;
  readonly tier: PriceTier;
  readonly rate: ExactDecimal;
}

/** A price row, compiled: only rates that passed the guards. */
export interface PriceRow {
  readonly name: string;
  readonly provider: string;
  readonly retired: string | null;
  /** By `tokenRateId`. */
  readonly rates: ReadonlyMap<string, TokenRate>;
  /** Thresholds in tokens that any token key has, ascending. */
  readonly thresholds: readonly number[];
  /** Charges that the row has any key for, whether usable or not. */
  readonly charges: ReadonlySet<TokenCharge>;
  /** Prices of other units by key, nested ones as `search_context_cost_per_query.search_context_size_low`. */
  readonly others: ReadonlyMap<string, ExactDecimal>;
  /** Of grounding: `per_query`, else per grounded prompt. */
  readonly billsPerQuery: boolean;
  /** Every price is zero: a placeholder, unless the model is known to be free. */
  readonly isZero: boolean;
  /** Why token keys cannot be used, null if they can. */
  readonly unreadable: string | null;
  /** A cache write below the input price shows that the write keys hold something else. */
  readonly hasMislabelledWrite: boolean;
  /** Keys whose rates failed a guard, with the reason. */
  readonly rejected: readonly string[];
}

/** Reads and checks one row. What is malformed is left out and listed in `rejected`. */
export function compilePriceRow(name: string, source: PriceRowSource): PriceRow {
  const rates = new Map<string, TokenRate>();
  const charges = new Set<TokenCharge>();
  const thresholds = new Set<number>();
  const others = new Map<string, ExactDecimal>();
  const rejected: string[] = [];
  let isZero = true;
  const take = (key: string, value: unknown): ExactDecimal | null => {
    const price = readPrice(value);
    // `provider_specific_entry` holds settings beside its multipliers.
    if (price === null && !key.startsWith('provider_specific_entry')) rejected.push(`${key}: no price`);
    if (price !== null && price.digits !== 0n && key.includes('cost')) isZero = false;
    return price;
  };
  for (const [key, value] of Object.entries(source.prices)) {
    const parsed = parsePriceKey(key);
    if (parsed === null || parsed.kind === 'unknown') continue;
    if (parsed.kind === 'token') {
      charges.add(parsed.charge);
      if (parsed.thresholdTokens > 0) thresholds.add(parsed.thresholdTokens);
      const rate = take(key, value);
      if (rate === null) continue;
      if (rate.scale > 12) rejected.push(`${key}: more than 12 decimals`);
      else rates.set(tokenRateId(parsed.charge, parsed.thresholdTokens, parsed.tier), { ...parsed, key, rate });
    } else if (isRecord(value)) {
      for (const [member, nested] of Object.entries(value)) {
        const price = unreadableBlocks.includes(key) ? null : take(`${key}.${member}`, nested);
        if (price !== null) others.set(`${key}.${member}`, price);
      }
    } else if (!unreadableBlocks.includes(key)) {
      const price = take(key, value);
      if (price !== null) others.set(key, price);
    }
  }
  const mislabelled = hasWriteBelowInput(rates);
  rejected.push(...checkRates(rates));
  return {
    name,
    provider: source.provider,
    retired: source.retired,
    rates,
    thresholds: ascending(thresholds),
    charges,
    others,
    billsPerQuery: source.prices['web_search_billing_unit'] === 'per_query',
    isZero,
    unreadable: unreadableBlocks.find((block) => Object.hasOwn(source.prices, block)) ?? null,
    hasMislabelledWrite: mislabelled,
    rejected,
  };
}

/** Numbers from the least to the greatest. */
export function ascending(numbers: Iterable<number>): number[] {
  return [...numbers].sort((left, right) => left - right);
}

/** The standard, short-context rate of a charge. */
export function baseRate(row: PriceRow, charge: TokenCharge): ExactDecimal | undefined {
  return row.rates.get(tokenRateId(charge, 0, 'standard'))?.rate;
}

/** A price as the file may write it, number or text; null unless it is a decimal of zero or more. */
export function readPrice(value: unknown): ExactDecimal | null {
  const price =
    typeof value === 'number' ? decimalFromNumber(value) : typeof value === 'string' ? parseDecimal(value) : null;
  return price === null || price.digits < 0n ? null : price;
}

function hasWriteBelowInput(rates: ReadonlyMap<string, TokenRate>): boolean {
  for (const write of rates.values()) {
    if (write.charge !== 'cache_write') continue;
    const input = rates.get(tokenRateId('input', write.thresholdTokens, write.tier));
    if (input !== undefined && compareDecimals(write.rate, input.rate) < 0) return true;
  }
  return false;
}

/** Whether this is an object of JSON, and no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
