import { compareDecimals, type ExactDecimal, multiplyDecimals } from './exact-decimal.ts';
import { parsePriceKey } from './price-keys.ts';
import { baseRate, compilePriceRow, type PriceRow, type PriceRowSource, readPrice } from './price-row.ts';
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
  const charged = new Map<string, { before: number; after: number }>();
  for (const [name, source] of next) {
    const before = current.sources.get(name);
    const newRow = compilePriceRow(name, source);
    const oldRow = before === undefined ? null : current.find(name, () => true);
    countCharged(charged, oldRow, newRow);
    const problem = findProblem(source, newRow, oldRow);
    if (problem === null) sources.set(name, source);
    else {
      quarantined.push(`${name}: ${problem}`);
      if (before !== undefined) sources.set(name, before);
    }
  }
  for (const [family, { before, after }] of charged) {
    if (before > 0 && after < before * leastKeptShare)
      throw new Error(`${family} lost the prices of most of its models.`);
  }
  if (quarantined.length > next.size * mostQuarantinedShare) {
    throw new Error(`${quarantined.length} rows have prices that cannot be right, such as ${quarantined[0]}.`);
  }
  return { sources: keepVanished(sources, current), quarantined };
}

/** New rows, and as retired every row of a former table that is not among them: nothing that once had a price is forgotten. */
export function keepVanished(
  sources: ReadonlyMap<string, PriceRowSource>,
  former: PriceTable,
): ReadonlyMap<string, PriceRowSource> {
  const all = new Map(sources);
  for (const [name, source] of former.sources) {
    if (all.has(name)) continue;
    all.set(name, { provider: source.provider, prices: source.prices, retired: source.retired ?? former.snapshot });
  }
  return all;
}

function findProblem(source: PriceRowSource, row: PriceRow, before: PriceRow | null): string | null {
  for (const [key, value] of Object.entries(source.prices)) {
    const kind = parsePriceKey(key)?.kind;
    if ((kind === 'token' || kind === 'other') && !isPriceShape(value))
      return `${key} is neither a price nor an object of prices`;
  }
  if (before === null) return null;
  for (const charge of ['input', 'output', 'cache_read'] as const) {
    const [old, now] = [baseRate(before, charge), baseRate(row, charge)];
    if (old === undefined || now === undefined || old.digits === 0n) continue;
    if (now.digits === 0n) return `${charge} moved to 0`;
    const isFar =
      compareDecimals(now, multiplyDecimals(old, three)) > 0 || compareDecimals(old, multiplyDecimals(now, three)) > 0;
    if (isFar) return `${charge} moved more than threefold`;
  }
  return null;
}

function isPriceShape(value: unknown): boolean {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return true;
  return value === null || readPrice(value) !== null;
}

/** Per provider: how many rows that were there before had input and output prices, and how many of these still do. */
function countCharged(
  counts: Map<string, { before: number; after: number }>,
  before: PriceRow | null,
  after: PriceRow,
): void {
  if (before === null || !isCharged(before)) return;
  const family = familyOf(before.provider) ?? before.provider;
  const count = counts.get(family) ?? { before: 0, after: 0 };
  count.before += 1;
  if (isCharged(after)) count.after += 1;
  counts.set(family, count);
}

function isCharged(row: PriceRow): boolean {
  return (['input', 'output'] as const).every((charge) => (baseRate(row, charge)?.digits ?? 0n) > 0n);
}
