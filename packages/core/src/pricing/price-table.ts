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

const datedName = /^(.*)-\d{4}-\d{2}-\d{2}$/;
const regionName = /^bedrock\/[a-z0-9-]+\/([^/]+)$/;

/** A table over rows that are already validated. */
export function createPriceTable(sources: ReadonlyMap<string, PriceRowSource>, snapshot: string): PriceTable {
  const compiled = new Map<string, PriceRow>();
  const namesByLowerCase = lazily(() => new Map([...sources.keys()].map((name) => [name.toLowerCase(), name])));
  const datedNames = lazily(() => groupNames(sources.keys(), datedName));
  const regionNames = lazily(() => groupNames(sources.keys(), regionName));
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
      const found = row(name) ?? row(namesByLowerCase().get(name.toLowerCase()) ?? '');
      return found !== null && isOwn(found.provider) ? found : null;
    },
    datedRows: (name, isOwn) => rows(datedNames().get(name.toLowerCase())).filter(({ provider }) => isOwn(provider)),
    regionRows: (id) => rows(regionNames().get(id.toLowerCase())),
  };
}

/** Names in id order by what the pattern finds in them, in lower case. */
function groupNames(names: Iterable<string>, pattern: RegExp): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const name of [...names].sort()) {
    const key = pattern.exec(name.toLowerCase())?.[1];
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [name]);
    else group.push(name);
  }
  return groups;
}
