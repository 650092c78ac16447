import type { DerivedRules } from './derived-rules.ts';
import { type ExactDecimal, formatDecimal, multiplyDecimals, one } from './exact-decimal.ts';
import type { PriceContext } from './price-context.ts';
import { isPlausibleMultiplier } from './price-guards.ts';
import type { PriceRow } from './price-row.ts';
import type { ProviderFamily } from './provider-family.ts';

/** The factor on all token cost of one call. */
export interface TokenMultiplier {
  readonly factor: ExactDecimal;
  readonly flags: readonly string[];
  /** What is called for and has no usable multiplier; the factor leaves it out. */
  readonly missing: readonly string[];
}

const tenPercentMore: ExactDecimal = { digits: 11n, scale: 1 };
const standardGeos: ReadonlySet<string> = new Set(['', 'global', 'not_available']);

/** Anthropic geography, then speed, then OpenAI residency, then Vertex location. */
export function readTokenMultiplier(
  row: PriceRow,
  family: ProviderFamily | undefined,
  context: PriceContext,
  rules: DerivedRules,
): TokenMultiplier {
  let factor = one;
  const flags: string[] = [];
  const missing: string[] = [];
  const apply = (key: string, rule?: 'openai-residency' | 'anthropic-us' | false): void => {
    const multiplier = row.others.get(key);
    if (multiplier !== undefined && isPlausibleMultiplier(multiplier)) {
      factor = multiplyDecimals(factor, multiplier);
      flags.push(`multiplier:${key}=${formatDecimal(multiplier)}`);
    } else if (rule && rules.has(rule)) {
      factor = multiplyDecimals(factor, tenPercentMore);
      flags.push(`derived:${rule}`);
    } else {
      missing.push(key);
    }
  };
  const geo = (context.inferenceGeo ?? '').toLowerCase();
  if (!standardGeos.has(geo)) apply(`provider_specific_entry.${geo}`, geo === 'us' && 'anthropic-us');
  const speed = (context.speed ?? 'standard').toLowerCase();
  // On Foundry a speed is a row of its own, found by then.
  if (speed !== 'standard' && family !== 'azure_ai') apply(`provider_specific_entry.${speed}`);
  const residency = context.residency?.toLowerCase();
  if (family === 'openai' && residency !== undefined && hasResidencyPrices(row)) {
    apply(`regional_processing_uplift_multiplier_${residency}`, 'openai-residency');
  }
  const location = context.location?.toLowerCase();
  const uplift = 'regional_endpoint_uplift_multiplier';
  if (family === 'vertex' && row.others.has(uplift)) {
    if (location === undefined) flags.push('location-unknown');
    else if (location !== 'global') apply(uplift);
  }
  return { factor, flags, missing };
}

/** Models released before residency had a price carry no such key and no uplift. */
function hasResidencyPrices(row: PriceRow): boolean {
  for (const key of row.others.keys()) if (key.startsWith('regional_processing_uplift_multiplier')) return true;
  return false;
}
