import type { UsageUnit } from '../record.ts';
import { withoutIsoDate } from './clean-model-id.ts';
import { hasSameBaseRates } from './compare-base-rates.ts';
import { type CustomEntry, overlayRow } from './custom-prices.ts';
import { type ExactDecimal, formatDecimal, multiplyDecimals, one } from './exact-decimal.ts';
import { findCountedOtherwise, findOtherRate } from './find-other-rate.ts';
import { type FoundRate, findTokenRate } from './find-token-rate.ts';
import { lazily } from './lazily.ts';
import { belongsTo, type ModelResolution } from './model-query.ts';
import { toWholePico } from './money.ts';
import type { PriceContext } from './price-context.ts';
import type { TokenCharge } from './price-keys.ts';
import { readTokenMultiplier } from './price-multipliers.ts';
import { baseRate, compilePriceRow, type PriceRow } from './price-row.ts';
import type { PriceSettings } from './price-settings.ts';
import type { ProviderFamily } from './provider-family.ts';
import type { ServedTier } from './served-tier.ts';

/** A rate with everything that multiplies it. */
export interface AppliedRate {
  readonly rateUsd: string;
  /** Undefined is 1. */
  readonly factor: string | undefined;
  /** Rate × factor. */
  readonly effective: ExactDecimal;
  /** The same in pico-dollars, where it is whole. */
  readonly pico: bigint | null;
  readonly rateKey: string;
  readonly flags: readonly string[];
}

/** How calls of one kind (model, tier, place …) are priced, whatever their quantities. */
export interface PricePlan {
  /** Why there is no price at all; null when there is. */
  readonly refusal: { readonly status: 'unpriced' | 'committed'; readonly reason: string } | null;
  readonly priceKey: string | null;
  readonly flags: readonly string[];
  /** Known to be free: costs 0 without any usage. */
  readonly isFree: boolean;
  readonly thresholds: readonly number[];
  /** Above this prompt size the model has a long-context price that this row lacks; null if none is missing. */
  readonly longContextBeyond: number | null;
  /** Why token rates are missing as a whole; null when they are not. */
  readonly tokensUnrated: string | null;
  /** Keys of the row whose rates are not believed, with the reason. */
  readonly rejected: readonly string[];
  /** Factors that are called for and unknown. */
  readonly missingMultipliers: readonly string[];
  /** The model searches the web once per call, without saying so. */
  readonly impliesSearch: boolean;
  readonly tokenRate: (charge: TokenCharge, thresholdTokens: number) => AppliedRate | null;
  readonly otherRate: (unit: UsageUnit, variant: string | undefined) => AppliedRate | null;
  /** Azure's router: its fee per input token. Undefined when the call went to no router, null when the fee is unknown. */
  readonly routerRate: AppliedRate | null | undefined;
}

/** What a plan is made from: a resolved model and how it was served. */
export interface PlanFacts {
  readonly settings: PriceSettings;
  readonly family: ProviderFamily | undefined;
  readonly model: string;
  readonly context: PriceContext;
  readonly tier: ServedTier;
  readonly resolution: ModelResolution;
  readonly entry: CustomEntry | null;
  readonly isRouter: boolean;
}

/** Free of charge although every price in the row is zero, as it is in placeholders too. */
const freeRows = /^(omni-moderation-.*|gemini\/gemma-3-27b-it|gemini\/gemma-4-.*)$/;
const emptyRow = compilePriceRow('', { provider: '', prices: {}, retired: null });

/** Decides once how such calls are priced. */
export function createPricePlan(facts: PlanFacts): PricePlan {
  const { settings, family, entry, resolution, tier } = facts;
  const hasCustomRates = entry !== null && entry.tokenRates.length + entry.unitRates.size > 0;
  const listed = resolution.kind === 'found' && !(entry?.replaces ?? false) ? resolution : null;
  if (listed === null && (!hasCustomRates || resolution.kind === 'committed')) return refuse(resolution);
  const listedRow = listed?.row ?? emptyRow;
  const isFree = listedRow.isZero && freeRows.test(listedRow.name);
  if (listedRow.isZero && !isFree && !hasCustomRates) {
    const reason = `placeholder_zero: every price of ${listedRow.name} is 0, and it is not known to be free`;
    return refuse({ kind: 'unpriced', reason });
  }
  const priceKey = listed === null ? null : listedRow.name;
  if (tier.kind === 'committed') {
    return { ...refuse({ kind: 'committed', reason: `committed: ${tier.name} is paid in advance` }), priceKey };
  }
  const row = entry === null ? listedRow : overlayRow(listedRow, entry);
  const multiplier = listed === null ? null : readTokenMultiplier(row, family, facts.context, settings.rules);
  const contract = entry?.multiplier ?? one;
  const tokenFactor = multiplyDecimals(multiplier?.factor ?? one, contract);
  const tokensUnrated = whyTokensAreUnrated(facts, row) ?? listed?.tokensUnrated ?? null;
  const siblings = lazily(() => (listed === null ? [] : findSiblings(facts, listed.row)));
  const tokenScope = {
    row,
    family,
    tier: tier.kind === 'card' ? tier.tier : 'standard',
    isClaude: family === 'claude' || /claude/i.test(`${row.name} ${facts.model}`),
    isNova: /\bnova\b/i.test(`${row.name} ${facts.model}`),
    siblings,
    rules: settings.rules,
  } as const;
  const otherScope = { ...facts, table: settings.table, row, siblings, isFree, rules: settings.rules };
  const bareThresholds = listed?.bareRow?.thresholds ?? [];
  const flags = [...(listed?.flags ?? []), ...(multiplier?.flags ?? [])];
  if (row.retired !== null) flags.push(`retired-row:${row.retired}`);
  if (entry !== null) flags.push(`customPricing:${entry.pattern}`);
  return {
    refusal: null,
    priceKey,
    flags,
    isFree,
    thresholds: row.thresholds,
    longContextBeyond: row.thresholds.length === 0 ? (bareThresholds[0] ?? null) : null,
    tokensUnrated,
    rejected: row.rejected,
    missingMultipliers: multiplier?.missing ?? [],
    impliesSearch: (family === 'openai' || family === 'azure') && facts.model.includes('search-preview'),
    tokenRate: memoized((charge: TokenCharge, thresholdTokens: number) => {
      const rate = findTokenRate(tokenScope, charge, thresholdTokens);
      // The app's own rate holds wherever the tier is one that has a card.
      const isUnrated = tokensUnrated !== null && (tier.kind !== 'card' || !isCustom(rate));
      return rate === null || isUnrated ? null : applyFactor(rate, tokenFactor);
    }),
    otherRate: memoized((unit: UsageUnit, variant: string | undefined) => {
      const custom = entry?.unitRates.get(unit);
      const rate =
        findCountedOtherwise(row, unit, variant) ??
        (custom === undefined ? findOtherRate(otherScope, unit, variant) : customRate(unit, custom));
      return rate === null ? null : applyFactor(rate, contract);
    }),
    routerRate: facts.isRouter ? findRouterRate(facts, contract) : undefined,
  };
}

function refuse(resolution: ModelResolution): PricePlan {
  const status = resolution.kind === 'found' ? 'unpriced' : resolution.kind;
  const reason = resolution.kind === 'found' ? 'no custom price is given for this model' : resolution.reason;
  return {
    refusal: { status, reason },
    priceKey: null,
    flags: [],
    isFree: false,
    thresholds: [],
    longContextBeyond: null,
    tokensUnrated: null,
    rejected: [],
    missingMultipliers: [],
    impliesSearch: false,
    tokenRate: () => null,
    otherRate: () => null,
    routerRate: undefined,
  };
}

function whyTokensAreUnrated({ tier, context }: PlanFacts, row: PriceRow): string | null {
  if (tier.kind === 'unknown') return `no prices are known for the tier ${tier.name}`;
  if (row.unreadable !== null) return `${row.name} has a block ${row.unreadable}, which has no rule yet`;
  const latency = (context.latency ?? 'standard').toLowerCase();
  return latency === 'standard' ? null : `no prices are known for ${latency} latency`;
}

/** Rows of the same model under its alias or its dates, if their base prices are the same: tier keys and fees stand on either. */
function findSiblings({ settings, family }: PlanFacts, row: PriceRow): PriceRow[] {
  if (family !== 'openai' && family !== 'azure') return [];
  const isOwn = belongsTo(family);
  const undated = withoutIsoDate(row.name);
  const alias = undated === null ? null : settings.table.find(undated, isOwn);
  const named = undated === null ? settings.table.datedRows(row.name, isOwn) : alias === null ? [] : [alias];
  return named.filter((sibling) => hasSameBaseRates(sibling, row, ['input', 'output', 'cache_read']));
}

function findRouterRate({ settings, family }: PlanFacts, contract: ExactDecimal): AppliedRate | null {
  const row = settings.table.find(`${family}/model-router`, () => true);
  const fee = row === null ? undefined : baseRate(row, 'input');
  if (row === null || fee === undefined) return null;
  return applyFactor({ rate: fee, factor: null, rateKey: `${row.name}:input_cost_per_token`, flags: [] }, contract);
}

function customRate(unit: UsageUnit, rate: ExactDecimal): FoundRate {
  return { rate, factor: null, rateKey: `customPricing.${unit}`, flags: [] };
}

function isCustom(rate: FoundRate | null): boolean {
  return rate?.rateKey.startsWith('customPricing.') ?? false;
}

function applyFactor({ rate, factor, rateKey, flags }: FoundRate, outer: ExactDecimal): AppliedRate {
  const whole = factor === null ? outer : multiplyDecimals(factor, outer);
  const effective = multiplyDecimals(rate, whole);
  const factorText = formatDecimal(whole);
  return {
    rateUsd: formatDecimal(rate),
    factor: factorText === '1' ? undefined : factorText,
    effective,
    pico: toWholePico(effective),
    rateKey,
    flags,
  };
}

function memoized<First, Second>(
  find: (first: First, second: Second) => AppliedRate | null,
): (first: First, second: Second) => AppliedRate | null {
  const known = new Map<Second, Map<First, AppliedRate | null>>();
  return (first, second) => {
    const rates = known.get(second) ?? new Map<First, AppliedRate | null>();
    const rate = rates.get(first);
    if (rate !== undefined) return rate;
    const found = find(first, second);
    // Variants come from answers: what is never asked for twice must not pile up.
    if (known.size < 100 && rates.size < 100) known.set(second, rates.set(first, found));
    return found;
  };
}
