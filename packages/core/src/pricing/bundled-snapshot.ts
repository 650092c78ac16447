import { bundledPrices, bundledSnapshot } from './bundled-prices.generated.ts';
import type { ExactDecimal } from './exact-decimal.ts';
import { type PriceRowSource, readPrice } from './price-row.ts';
import { createPriceTable, type PriceTable } from './price-table.ts';

/** The prices that come with this package: a dated copy, so that everything works without a network. */
export function createBundledTable(): PriceTable {
  return createPriceTable(decodePrices(bundledPrices), bundledSnapshot);
}

/**
 * Reads the compact text of the bundled snapshot. First line: the price keys, separated by spaces. Then a line per row:
 * name, provider, last version that had the row (empty while it is there), and `<index of key, base 36>=<decimal>` pairs,
 * separated by tabs and spaces. Pairs are read when a row is first used.
 */
export function decodePrices(text: string): Map<string, PriceRowSource> {
  const lines = text.split('\n');
  const keys = (lines[0] ?? '').split(' ');
  const sources = new Map<string, PriceRowSource>();
  for (let index = 1; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const end = line.indexOf('\t');
    if (end > 0) sources.set(line.slice(0, end), new EncodedRow(line, keys));
  }
  return sources;
}

/** Few of the rows are ever used, so each is read only then. */
class EncodedRow implements PriceRowSource {
  readonly #line: string;
  readonly #keys: readonly string[];

  constructor(line: string, keys: readonly string[]) {
    this.#line = line;
    this.#keys = keys;
  }

  get provider(): string {
    return this.#field(1);
  }

  get retired(): string | null {
    return this.#field(2) || null;
  }

  get prices(): Record<string, unknown> {
    return decodePairs(this.#field(3), this.#keys);
  }

  #field(index: number): string {
    return this.#line.split('\t')[index] ?? '';
  }
}

/** The text that `decodePrices` reads. Members that are no price are left out. */
export function encodePrices(sources: ReadonlyMap<string, PriceRowSource>): string {
  const indexes = new Map<string, number>();
  const lines: string[] = [];
  for (const [name, { provider, retired, prices }] of [...sources].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const pairs = flatPrices(prices).map(([key, value]) => {
      const index = indexes.get(key) ?? indexes.size;
      indexes.set(key, index);
      return `${index.toString(36)}=${value}`;
    });
    lines.push([name, provider, retired ?? '', pairs.join(' ')].join('\t'));
  }
  return [[...indexes.keys()].join(' '), ...lines].join('\n');
}

function decodePairs(pairs: string, keys: readonly string[]): Record<string, unknown> {
  const prices: Record<string, unknown> = {};
  if (pairs === '') return prices;
  for (const pair of pairs.split(' ')) {
    const split = pair.indexOf('=');
    const key = keys[Number.parseInt(pair.slice(0, split), 36)];
    if (key === undefined) continue;
    const [name = key, member] = key.split('.');
    const value = pair.slice(split + 1);
    prices[name] = member === undefined ? value : { ...Object(prices[name]), [member]: value };
  }
  return prices;
}

function flatPrices(prices: Readonly<Record<string, unknown>>): [key: string, value: string][] {
  return Object.entries(prices).flatMap(([key, value]): [string, string][] => {
    // What separates keys and rows must not be in one.
    if (/\s/.test(key)) return [];
    if (value === 'per_query') return [[key, value]];
    if (typeof value === 'object' && value !== null) {
      return Object.entries(value).flatMap(([member, nested]) => flatPrices({ [`${key}.${member}`]: nested }));
    }
    const price = readPrice(value);
    return price === null ? [] : [[key, shortestText(price)]];
  });
}

function shortestText({ digits, scale }: ExactDecimal): string {
  return scale === 0 ? digits.toString() : `${digits}e-${scale}`;
}
