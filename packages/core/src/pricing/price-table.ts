import { lazily } from './lazily.ts';
import { compilePriceRow, type PriceRow, type PriceRowSource } from './price-row.ts';

/** The rows of one price file, compiled when first asked for. Immutable. */
export interface PriceTable {
  readonly snapshot: string;
  readonly sources: ReadonlyMap<string, PriceRowSource>;
  /** The row of this name, whatever its case, if one of `providers` owns it; null otherwise. */
  find(name: string, isOwn: (provider: string) => boolean): PriceRow | null;
  /** Rows whose name is this one plus a date `-YYYY-MM-DD`, in id order. */
  datedRows(name: string, isOwn: (provider: string) => boolean): PriceRow[];
  /** Bedrock rows `bedrock/<region>/<id>` of one id. */
  regionRows(id: string): PriceRow[];
}

/** Names that are no models. */
const reservedNames: ReadonlySet<string> = new Set(['sample_spec', 'fallback_generalizations']);
const datedName = /^(.*)-\d{4}-\d{2}-\d{2}$/;
const regionName = /^bedrock\/[a-z0-9-]+\/([^/]+)$/;

/** A table over rows that are already validated. */
export function createPriceTable(sources: ReadonlyMap<string, PriceRowSource>, snapshot: string): PriceTable {
  const compiled = new Map<string, PriceRow>();
  const index = lazily(() => indexNames(sources.keys()));
  const row = (name: string): PriceRow | null => {
    const known = compiled.get(name);
    if (known !== undefined) return known;
    const source = sources.get(name);
    if (source === undefined) return null;
    const made = compilePriceRow(name, source);
    compiled.set(name, made);
    return made;
  };
  const rows = (names: readonly string[] = []): PriceRow[] => names.flatMap((name) => row(name) ?? []);
  return {
    snapshot,
    sources,
    find: (name, isOwn) => {
      const exact = index().byLowerCase.get(name.toLowerCase());
      const found = exact === undefined ? null : row(exact);
      return found !== null && isOwn(found.provider) ? found : null;
    },
    datedRows: (name, isOwn) => rows(index().dated.get(name.toLowerCase())).filter(({ provider }) => isOwn(provider)),
    regionRows: (id) => rows(index().regional.get(id.toLowerCase())),
  };
}

interface NameIndex {
  byLowerCase: Map<string, string>;
  dated: Map<string, string[]>;
  regional: Map<string, string[]>;
}

function indexNames(names: Iterable<string>): NameIndex {
  const index: NameIndex = { byLowerCase: new Map(), dated: new Map(), regional: new Map() };
  for (const name of names) {
    if (reservedNames.has(name)) continue;
    const lower = name.toLowerCase();
    index.byLowerCase.set(lower, name);
    append(index.dated, datedName.exec(lower)?.[1], name);
    append(index.regional, regionName.exec(lower)?.[1], name);
  }
  for (const dated of index.dated.values()) dated.sort();
  return index;
}

function append(lists: Map<string, string[]>, key: string | undefined, name: string): void {
  if (key === undefined) return;
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [name]);
  else list.push(name);
}
