import type { DerivedRules } from './derived-rules.ts';
import type { PriceContext } from './price-context.ts';
import type { PriceRow } from './price-row.ts';
import type { PriceTable } from './price-table.ts';
import { familyOf, type ProviderFamily } from './provider-family.ts';

/** Which model to find a row for. Ids are already clean. */
export interface ModelQuery {
  readonly table: PriceTable;
  readonly family: ProviderFamily;
  /** What answered; what was asked for when the answer named nothing. */
  readonly model: string;
  /** Whether the answer named it. */
  readonly isAnswered: boolean;
  readonly requestedModel: string | null;
  readonly region: string | null;
  readonly context: PriceContext;
  readonly rules: DerivedRules;
}

/** The row that prices a model, or why there is none. */
export type ModelResolution =
  | {
      readonly kind: 'found';
      readonly row: PriceRow;
      readonly flags: readonly string[];
      /** Why the row's token prices are not those of this call; null if they are. */
      readonly tokensUnrated: string | null;
      /** The placeless row of the same model, when `row` belongs to a zone or region. */
      readonly bareRow: PriceRow | null;
    }
  | { readonly kind: 'unpriced' | 'committed'; readonly reason: string };

/** Whether a row belongs to a family. */
export function belongsTo(family: ProviderFamily): (provider: string) => boolean {
  return (provider) => familyOf(provider) === family;
}

/** A plain hit. */
export function found(row: PriceRow, ...flags: string[]): ModelResolution {
  return { kind: 'found', row, flags, tokensUnrated: null, bareRow: null };
}

/** The first of several names that has a row. `[name, flag]` marks a looser match. */
export function findFirst(
  { table, family }: Pick<ModelQuery, 'table' | 'family'>,
  names: readonly (string | readonly [name: string, flag: string])[],
): ModelResolution | null {
  for (const entry of names) {
    const [name, ...flags] = typeof entry === 'string' ? [entry] : entry;
    const row = table.find(name, belongsTo(family));
    if (row !== null) return found(row, ...flags);
  }
  return null;
}

/** No row by any allowed name. */
export function notFound(query: Pick<ModelQuery, 'family' | 'model'>): ModelResolution {
  return { kind: 'unpriced', reason: `model_not_found: no price row for ${query.family}/${query.model}` };
}
