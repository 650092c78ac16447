import { compareDecimals, type ExactDecimal, multiplyDecimals } from './exact-decimal.ts';
import { parsePriceKey } from './price-keys.ts';
import { baseRate, compilePriceRow, isRecord, type PriceRow, type PriceRowSource, readPrice } from './price-row.ts';
import type { PriceTable } from './price-table.ts';
import { familyOf } from './provider-family.ts';

/** An accepted update. */
export interface CheckedUpdate {
  /** All rows: the new ones, those kept for lack of a believable new price, and those that vanished. */
  readonly sources: ReadonlyMap<string, PriceRowSource>;
  /** Rows whose new prices were not taken, with the reason. */
  readonly quarantined: readonly string[];
}

const leastKeptShare = 0.9;
const mostQuarantinedShare = 0.05;
const three: ExactDecimal = { digits: 3n, scale: 0 };

/**
 * Lays new rows over the ones in force. A row that moved more than threefold, to zero, or into a shape nobody knows keeps
 * its last good prices; a row that vanished is kept as retired. Throws when the file as a whole cannot be right: it lost
 * a tenth of the rows, all believable prices of a provider, or more rows are suspect than a real update brings.
 */
export function checkPriceUpdate(current: PriceTable, next: ReadonlyMap<string, PriceRowSource>): CheckedUpdate {
  const live = [...current.sources].filter(([, source]) => source.retired === null);
  if (next.size === 0) throw new Error('It has no rows of our providers.');
  if (next.size < live.length * leastKeptShare) {
    throw new Error(`It has ${next.size} rows of our providers, and the one in force has ${live.length}.`);
  }
  const sources = new Map<string, PriceRowSource>();
  const quarantined: string[] = [];
  /** By provider: how many of the rows in force have input and output prices, and how many of these still do. */
  const charged = new Map<string, readonly [before: number, after: number]>();
  for (const [name, source] of next) {
    const before = current.sources.get(name);
    const newRow = compilePriceRow(name, source);
    const oldRow = before === undefined ? null : current.find(name, () => true);
    if (oldRow !== null && isCharged(oldRow)) {
      const family = familyOf(oldRow.provider) ?? oldRow.provider;
      const [all, kept] = charged.get(family) ?? [0, 0];
      charged.set(family, [all + 1, kept + Number(isCharged(newRow))]);
    }
    const problem = findProblem(source, newRow, oldRow);
    if (problem === null) sources.set(name, source);
    else {
      quarantined.push(`${name}: ${problem}`);
      if (before !== undefined) sources.set(name, before);
    }
  }
  for (const [family, [before, after]] of charged) {
    if (after < before * leastKeptShare) throw new Error(`${family} lost the prices of most of its models.`);
  }
  if (quarantined.length > next.size * mostQuarantinedShare) {
    throw new Error(`${quarantined.length} rows have prices that cannot be right, such as ${quarantined[0]}.`);
  }
  return { sources: keepVanished(sources, current), quarantined };
}

/**
 * New rows, and as retired every row of a former table that is not among them: nothing that once had a price is forgotten. Of a row
 * that is retired in both, the former table has the price.
 */
export function keepVanished(
  sources: ReadonlyMap<string, PriceRowSource>,
  former: PriceTable,
): ReadonlyMap<string, PriceRowSource> {
  const all = new Map(sources);
  for (const [name, source] of former.sources) {
    const present = all.get(name);
    if (present !== undefined && (present.retired === null || source.retired === null)) continue;
    all.set(name, { provider: source.provider, prices: source.prices, retired: source.retired ?? former.snapshot });
  }
  return all;
}

function findProblem(source: PriceRowSource, row: PriceRow, before: PriceRow | null): string | null {
  for (const [key, value] of Object.entries(source.prices)) {
    if (parsePriceKey(key) !== null && !isRecord(value) && readPrice(value) === null)
      return `${key} is neither a price nor an object of prices`;
  }
  if (before === null) return null;
  const prices = pricesOf(row);
  for (const [name, old] of pricesOf(before)) {
    const now = prices.get(name);
    if (now === undefined || old.digits === 0n) continue;
    if (now.digits === 0n) return `${name} moved to 0`;
    const isFar =
      compareDecimals(now, multiplyDecimals(old, three)) > 0 || compareDecimals(old, multiplyDecimals(now, three)) > 0;
    if (isFar) return `${name} moved more than threefold`;
  }
  return null;
}

function pricesOf(row: PriceRow): Map<string, ExactDecimal> {
  return new Map([...[...row.rates.values()].map(({ key, rate }) => [key, rate] as const), ...row.others]);
}

function isCharged(row: PriceRow): boolean {
  return (['input', 'output'] as const).every((charge) => (baseRate(row, charge)?.digits ?? 0n) > 0n);
}
