import type { DerivedRule, DerivedRules } from './derived-rules.ts';
import { compareDecimals, type ExactDecimal, multiplyDecimals } from './exact-decimal.ts';
import { uncachedCharges } from './price-guards.ts';
import { type PriceTier, type TokenCharge, tokenRateId } from './price-keys.ts';
import { baseRate, type PriceRow, type TokenRate } from './price-row.ts';
import type { ProviderFamily } from './provider-family.ts';

/** A rate in USD per unit, and how it was found. */
export interface FoundRate {
  readonly rate: ExactDecimal;
  /** From a derived rule; null is 1. */
  readonly factor: ExactDecimal | null;
  /** The key; `<row>:<key>` when another row's, `<key> (<rule>)` when a rule derived it. */
  readonly rateKey: string;
  readonly flags: readonly string[];
}

/** Whose rates are looked for. */
export interface TokenRateScope {
  readonly row: PriceRow;
  readonly family: ProviderFamily | undefined;
  readonly tier: PriceTier;
  /** Claude and Nova always discount cached input, so a missing cache price is a gap there, not a full price. */
  readonly isClaude: boolean;
  readonly isNova: boolean;
  /** Rows of the same model under its other name (alias or dated) with the same base prices, in id order. */
  readonly siblings: () => readonly PriceRow[];
  readonly rules: DerivedRules;
}

const half: ExactDecimal = { digits: 5n, scale: 1 };
const two: ExactDecimal = { digits: 2n, scale: 0 };

/** The rate of one charge at one threshold and the served tier: its own key, a sibling's, the plainer charge where the row makes no difference, or a rule. Null: never a guess. */
export function findTokenRate(scope: TokenRateScope, charge: TokenCharge, thresholdTokens: number): FoundRate | null {
  return (
    findPlainRate(scope, charge, thresholdTokens, scope.tier) ??
    (scope.tier === 'decisions' ? findPlainRate(scope, charge, thresholdTokens, 'standard') : null) ??
    findDerivedRate(scope, charge, thresholdTokens)
  );
}

function findPlainRate(
  scope: TokenRateScope,
  charge: TokenCharge,
  thresholdTokens: number,
  tier: PriceTier,
): FoundRate | null {
  const own = scope.row.rates.get(tokenRateId(charge, thresholdTokens, tier));
  if (own !== undefined) return { rate: own.rate, factor: null, rateKey: own.key, flags: [] };
  const borrowed = tier === 'standard' ? null : findSiblingRate(scope, charge, thresholdTokens, tier);
  if (borrowed !== null) return borrowed;
  const plainer = plainerCharge(scope, charge);
  return plainer === null ? null : findPlainRate(scope, plainer, thresholdTokens, tier);
}

function findSiblingRate(
  scope: TokenRateScope,
  charge: TokenCharge,
  thresholdTokens: number,
  tier: PriceTier,
): FoundRate | null {
  for (const sibling of scope.siblings()) {
    const found = sibling.rates.get(tokenRateId(charge, thresholdTokens, tier));
    if (found !== undefined) {
      const flags = [`backfilled:${sibling.name}`];
      return { rate: found.rate, factor: null, rateKey: `${sibling.name}:${found.key}`, flags };
    }
  }
  return null;
}

/** The charge that this one is billed as, where the row does not tell the two apart. */
function plainerCharge({ row, isClaude, isNova }: TokenRateScope, charge: TokenCharge): TokenCharge | null {
  const hasKey = row.charges.has(charge);
  if (charge === 'output_reasoning') return 'output';
  if (charge === 'cache_read') return hasKey || isClaude || isNova || row.hasMislabelledWrite ? null : 'input';
  const uncached = uncachedCharges[charge];
  if (uncached !== undefined) return hasKey || isToldApart(row, uncached) ? null : 'cache_read';
  if (charge.startsWith('input_')) return isToldApart(row, charge) ? null : 'input';
  return charge.startsWith('output_') && hasKey && !isToldApart(row, charge) ? 'output' : null;
}

/** Whether the row prices a modality unlike text. */
function isToldApart(row: PriceRow, modality: TokenCharge): boolean {
  if (!row.charges.has(modality)) return false;
  const own = baseRate(row, modality);
  const text = baseRate(row, modality.startsWith('input') ? 'input' : 'output');
  return own === undefined || text === undefined || compareDecimals(own, text) !== 0;
}

function findDerivedRate(scope: TokenRateScope, charge: TokenCharge, thresholdTokens: number): FoundRate | null {
  const batch = scope.tier === 'batches' ? findBatchRate(scope, charge, thresholdTokens) : null;
  if (batch !== null) return batch;
  if (
    scope.tier === 'flex' &&
    thresholdTokens > 0 &&
    scope.family === 'openai' &&
    scope.rules.has('openai-flex-long')
  ) {
    return scaled(findPlainRate(scope, charge, thresholdTokens, 'standard'), half, 'openai-flex-long');
  }
  if (charge === 'cache_write_1hr' && scope.isClaude && scope.rules.has('claude-1h-write')) {
    return scaled(findTokenRate(scope, 'input', thresholdTokens), two, 'claude-1h-write');
  }
  return null;
}

function findBatchRate(scope: TokenRateScope, charge: TokenCharge, thresholdTokens: number): FoundRate | null {
  const rule = batchRule(scope);
  if (rule === null || !scope.rules.has(rule)) return null;
  const isCached = charge.startsWith('cache_read');
  if (rule === 'openai-batch') {
    const flex = scope.row.rates.get(tokenRateId(charge, thresholdTokens, 'flex'));
    if (flex !== undefined) return named(flex, rule);
  }
  if (isCached && (rule === 'openai-batch' || rule === 'azure-batch')) {
    // OpenAI lists no caching discount for batches of these models: cached tokens are batch input.
    const input = scope.row.rates.get(tokenRateId('input', thresholdTokens, 'batches'));
    if (input !== undefined) return named(input, rule);
  }
  if (isCached && rule === 'gemini-batch') return null;
  return scaled(findPlainRate(scope, charge, thresholdTokens, 'standard'), half, rule);
}

function batchRule({ family, isClaude, row }: TokenRateScope): DerivedRule | null {
  switch (family) {
    case 'openai':
      return 'openai-batch';
    case 'azure':
      return 'azure-batch';
    case 'claude':
      return 'anthropic-batch';
    case 'gemini':
      return 'gemini-batch';
    case 'vertex':
      return isClaude ? 'anthropic-batch' : row.name.includes('gemini') ? 'gemini-batch' : null;
    case 'bedrock':
      return 'bedrock-batch';
    default:
      return null;
  }
}

function named({ rate, key }: TokenRate, rule: DerivedRule): FoundRate {
  return { rate, factor: null, rateKey: `${key} (${rule})`, flags: [`derived:${rule}`] };
}

function scaled(found: FoundRate | null, factor: ExactDecimal, rule: DerivedRule): FoundRate | null {
  if (found === null) return null;
  return {
    rate: found.rate,
    factor: found.factor === null ? factor : multiplyDecimals(found.factor, factor),
    rateKey: `${found.rateKey} (${rule})`,
    flags: [...found.flags, `derived:${rule}`],
  };
}
