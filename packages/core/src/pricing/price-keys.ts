/** What a token key of the price file is charged for. */
export type TokenCharge =
  | 'input'
  | 'input_audio'
  | 'input_image'
  | 'input_video'
  | 'cache_read'
  | 'cache_read_audio'
  | 'cache_read_image'
  | 'cache_read_video'
  | 'cache_write'
  | 'cache_write_1hr'
  | 'cache_write_12hr'
  | 'output'
  | 'output_audio'
  | 'output_image'
  | 'output_video'
  | 'output_reasoning';

/** A rate card of the price file: the suffix of its keys, or `standard` without one. */
export type PriceTier = 'standard' | 'batches' | 'flex' | 'priority' | 'ultrafast' | 'decisions' | 'balanced';

/** A price key, read. `other`: understood, but no token key. `unknown`: looks like a price and is not understood, so never billed. */
export type PriceKey =
  | { readonly kind: 'token'; readonly charge: TokenCharge; readonly thresholdTokens: number; readonly tier: PriceTier }
  | { readonly kind: 'other' }
  | { readonly kind: 'unknown' };

const tokenKey =
  /^(?:(?<side>input|output)_cost_per_(?:(?<modality>audio|image|video|reasoning)_)?token|(?<read>cache_read_input)_(?:(?<cached>audio|image)_)?token_cost|(?<write>cache_creation_input)_token_cost)(?:_above_(?<ttl>1hr|12hr))?(?:_above_(?<threshold>\d+)(?<kilo>k?)_tokens)?(?:_(?<tier>batches|flex|priority|ultrafast|decisions|balanced))?$/;

const otherKeys: ReadonlySet<string> = new Set([
  'annotation_cost_per_page',
  'code_interpreter_cost_per_session',
  // The hourly price of a commitment, beside `input_cost_per_second`: prepaid, so never billed per call.
  'cost_per_second',
  'google_maps_grounding_cost_per_query',
  'guardrail_cost_per_unit',
  'input_cost_per_audio_per_second',
  'input_cost_per_character',
  'input_cost_per_image',
  'input_cost_per_pixel',
  'input_cost_per_query',
  'input_cost_per_second',
  'input_cost_per_video_per_second',
  'ocr_cost_per_page',
  'output_cost_per_character',
  'output_cost_per_image',
  'output_cost_per_pixel',
  'output_cost_per_second',
  'output_cost_per_video_per_second',
  'provider_specific_entry',
  'search_context_cost_per_query',
]);

const otherPatterns = [/^output_cost_per_second_(?:\d+p|\d+k)$/, /^regional_\w+_uplift_multiplier(?:_\w+)?$/];

/** Blocks that change token prices in a way that has no rule yet: a row with one has no token price. */
export const unreadableBlocks: readonly string[] = ['off_peak_pricing', 'tiered_pricing'];

/** Reads one member name of a price row by grammar; null when it is no price at all. */
export function parsePriceKey(key: string): PriceKey | null {
  const groups = tokenKey.exec(key)?.groups;
  if (groups !== undefined) return parseTokenKey(groups);
  if (otherKeys.has(key) || unreadableBlocks.includes(key) || otherPatterns.some((pattern) => pattern.test(key))) {
    return { kind: 'other' };
  }
  return key.includes('cost') || key.includes('multiplier') ? { kind: 'unknown' } : null;
}

/** The name under which a row keeps a token rate. */
export function tokenRateId(charge: TokenCharge, thresholdTokens: number, tier: PriceTier): string {
  return `${charge}|${thresholdTokens}|${tier}`;
}

function parseTokenKey(groups: Record<string, string | undefined>): PriceKey {
  const { side, modality, read, cached, ttl, threshold, kilo } = groups;
  if ((ttl !== undefined && groups['write'] === undefined) || (side === 'input' && modality === 'reasoning')) {
    return { kind: 'unknown' };
  }
  const charge =
    side !== undefined
      ? join(side, modality)
      : read !== undefined
        ? join('cache_read', cached)
        : join('cache_write', ttl);
  const thresholdTokens = threshold === undefined ? 0 : Number(threshold) * (kilo === 'k' ? 1000 : 1);
  return {
    kind: 'token',
    charge: charge as TokenCharge,
    thresholdTokens,
    tier: (groups['tier'] ?? 'standard') as PriceTier,
  };
}

function join(head: string, tail: string | undefined): string {
  return tail === undefined ? head : `${head}_${tail}`;
}
