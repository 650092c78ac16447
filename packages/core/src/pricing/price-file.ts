import { parsePriceKey } from './price-keys.ts';
import { isRecord, type PriceRowSource } from './price-row.ts';
import { familyOf } from './provider-family.ts';

/** The rows of a price file that belong to our providers, with nothing but their price members. */
export interface PriceFile {
  readonly sources: ReadonlyMap<string, PriceRowSource>;
  /** Members that look like prices and are not understood: reported, never billed. */
  readonly unknownKeys: readonly string[];
}

const reservedNames: ReadonlySet<string> = new Set(['sample_spec', 'fallback_generalizations']);

/** Reads a parsed price file of LiteLLM's format. Throws a TypeError when it is no object of objects. */
export function readPriceFile(value: unknown): PriceFile {
  if (!isRecord(value))
    throw new TypeError(`A price file must be a JSON object of rows, but this one is ${kindOf(value)}.`);
  const sources = new Map<string, PriceRowSource>();
  const unknownKeys = new Set<string>();
  for (const [name, row] of Object.entries(value)) {
    if (reservedNames.has(name)) continue;
    if (!isRecord(row)) throw new TypeError(`Row ${name} of the price file must be an object, but is ${kindOf(row)}.`);
    const provider = row['litellm_provider'];
    if (typeof provider !== 'string' || familyOf(provider) === undefined) continue;
    sources.set(name, { provider, prices: pricesOf(row, unknownKeys), retired: null });
  }
  return { sources, unknownKeys: [...unknownKeys].sort() };
}

function pricesOf(row: Record<string, unknown>, unknownKeys: Set<string>): Record<string, unknown> {
  const prices: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(row)) {
    if (value === null) continue;
    if (key === 'web_search_billing_unit') prices[key] = value;
    const parsed = parsePriceKey(key);
    if (parsed?.kind === 'unknown') unknownKeys.add(key);
    else if (parsed !== null) prices[key] = value;
  }
  return prices;
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
}
