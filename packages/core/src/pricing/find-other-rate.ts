import type { UsageUnit } from '../record.ts';
import type { DerivedRules } from './derived-rules.ts';
import type { ExactDecimal } from './exact-decimal.ts';
import type { FoundRate } from './find-token-rate.ts';
import type { PriceContext } from './price-context.ts';
import type { PriceRow } from './price-row.ts';
import type { PriceTable } from './price-table.ts';
import type { ProviderFamily } from './provider-family.ts';

/** Whose fees are looked for. */
export interface OtherRateScope {
  readonly row: PriceRow;
  readonly model: string;
  readonly family: ProviderFamily | undefined;
  readonly table: PriceTable;
  readonly context: PriceContext;
  readonly siblings: () => readonly PriceRow[];
  readonly isFree: boolean;
  readonly rules: DerivedRules;
}

const zero: ExactDecimal = { digits: 0n, scale: 0 };
const cent: ExactDecimal = { digits: 1n, scale: 2 };
const quarterCent: ExactDecimal = { digits: 25n, scale: 4 };

/** The price of one unit that is no token: fees, seconds, images, characters. Null: the file has none. */
export function findOtherRate(scope: OtherRateScope, unit: UsageUnit, variant: string | undefined): FoundRate | null {
  const { row, family, table } = scope;
  switch (unit) {
    case 'search':
      return findSearchRate(scope, variant);
    case 'map_search':
      return fromRow(row, ['google_maps_grounding_cost_per_query']);
    case 'file_search':
      return family === 'openai' && scope.rules.has('tool-prices') ? toolPrice(quarterCent) : null;
    case 'code_session':
      return variant === 'unknown'
        ? null
        : fromNamedRow(scope, `${family}/container`, 'code_interpreter_cost_per_session');
    case 'guardrail_unit':
      return fromNamedRow({ table, row }, 'bedrock/guardrails', `guardrail_cost_per_unit.${variant ?? ''}`);
    case 'image':
      return variant === undefined
        ? fromRow(row, ['output_cost_per_image', 'input_cost_per_image'])
        : findSizedImageRate(scope, variant);
    case 'second_input':
      // Whisper has both keys for one charge.
      return fromRow(row, ['input_cost_per_second', 'input_cost_per_audio_per_second', 'output_cost_per_second']);
    case 'second_output':
      return findVideoRate(scope, variant);
    case 'character':
      return fromRow(row, [variant === 'output' ? 'output_cost_per_character' : 'input_cost_per_character']);
    case 'page':
      return fromRow(row, [variant === 'annotation' ? 'annotation_cost_per_page' : 'ocr_cost_per_page']);
    case 'request':
      return scope.isFree ? { rate: zero, factor: null, rateKey: 'input_cost_per_token', flags: [] } : null;
    case 'custom:query':
      return fromRow(row, ['input_cost_per_query']);
    default:
      // Per-pixel prices are back-calculated and lossy, and cache storage has no price in the file.
      return null;
  }
}

/** Grounding is reported by query and by prompt, and the row says which of them is billed: null for the one that is, zero for the other. */
export function findCountedOtherwise(row: PriceRow, unit: UsageUnit, variant: string | undefined): FoundRate | null {
  const isOther = variant === (row.billsPerQuery ? 'prompt' : 'query');
  return isOther && (unit === 'search' || unit === 'map_search') ? countedOtherwise : null;
}

const countedOtherwise: FoundRate = { rate: zero, factor: null, rateKey: 'web_search_billing_unit', flags: [] };

function findSearchRate(scope: OtherRateScope, variant: string | undefined): FoundRate | null {
  const { row, family } = scope;
  const isGrounding = variant === 'query' || variant === 'prompt';
  const asked = isGrounding || family === 'claude' ? undefined : (variant ?? scope.context.searchContextSize);
  const key = `search_context_cost_per_query.search_context_size_${asked ?? 'medium'}`;
  const own = fromRow(row, [key]);
  if (own !== null) return own;
  for (const sibling of scope.siblings()) {
    const borrowed = fromRow(sibling, [key]);
    if (borrowed !== null) {
      return { ...borrowed, rateKey: `${sibling.name}:${key}`, flags: [`backfilled:${sibling.name}`] };
    }
  }
  const hasListPrice = family === 'openai' || (family === 'claude' && scope.model.includes('claude-haiku-4-5'));
  return hasListPrice && scope.rules.has('tool-prices') ? toolPrice(cent) : null;
}

/** Image prices by size are rows of their own, `hd/1024-x-1792/dall-e-3`; a flat price is not taken for a sized image. */
function findSizedImageRate(scope: OtherRateScope, variant: string): FoundRate | null {
  if (/\d-x-\d/.test(scope.row.name)) return fromRow(scope.row, ['input_cost_per_image', 'output_cost_per_image']);
  const [size = '', quality] = variant.split('/');
  const place = scope.row.name.slice(0, scope.row.name.length - scope.model.length);
  const prefix = scope.row.name.toLowerCase().endsWith(scope.model.toLowerCase()) ? place : '';
  const sized = `${size.replace('x', '-x-')}/${scope.model}`;
  const name = quality === undefined ? sized : `${quality}/${sized}`;
  return fromNamedRow(scope, prefix + name, 'input_cost_per_image');
}

function findVideoRate(scope: OtherRateScope, variant: string | undefined): FoundRate | null {
  const size = /^(\d+)x(\d+)$/.exec(variant ?? '');
  if (size !== null) {
    // Sora's larger pictures have a row of their own; its plain row is the price of 720p.
    const shorter = Math.min(Number(size[1]), Number(size[2]));
    const key = 'output_cost_per_video_per_second';
    return shorter > 720
      ? fromNamedRow(scope, `${scope.family}/${scope.model}-high-res`, key)
      : fromRow(scope.row, [key]);
  }
  const resolution = variant?.toLowerCase();
  const keys = ['output_cost_per_second', 'output_cost_per_video_per_second'];
  return fromRow(scope.row, resolution === undefined ? keys : [`output_cost_per_second_${resolution}`, ...keys]);
}

function fromRow(row: PriceRow, keys: readonly string[]): FoundRate | null {
  for (const key of keys) {
    const rate = row.others.get(key);
    if (rate !== undefined) return { rate, factor: null, rateKey: key, flags: [] };
  }
  return null;
}

function fromNamedRow(
  { table, row }: Pick<OtherRateScope, 'table' | 'row'>,
  name: string,
  key: string,
): FoundRate | null {
  if (row.name.toLowerCase() === name.toLowerCase()) return fromRow(row, [key]);
  const other = table.find(name, () => true);
  const found = other === null ? null : fromRow(other, [key]);
  return found === null ? null : { ...found, rateKey: `${name}:${key}` };
}

function toolPrice(rate: ExactDecimal): FoundRate {
  return { rate, factor: null, rateKey: 'list price (tool-prices)', flags: ['derived:tool-prices'] };
}
