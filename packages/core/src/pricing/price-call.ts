import { contradictionIn } from '../observe/token-totals.ts';
import type { LineItem, UsageItem } from '../record.ts';
import type { Cost, PriceInput } from '../tracker.ts';
import { addDecimals, decimalFromNumber, type ExactDecimal, formatDecimal, multiplyDecimals } from './exact-decimal.ts';
import { formatUsd, picoScale, toPico } from './money.ts';
import type { AppliedRate, PricePlan } from './price-plan.ts';
import { chargeOf, isInputCharge } from './usage-charges.ts';

/** Finds the plan for a call's own model, or for another that took part. */
export type FindPlan = (input: PriceInput, model?: string) => PricePlan;

const routerUnit = 'custom:router_token';

/** Prices one call: quantity × rate × factor per item, summed exactly and rounded once. */
export function priceCall(input: PriceInput, findPlan: FindPlan, priceSnapshot: string): Cost {
  const plan = findPlan(input);
  const base = { costUsd: null, costUsdExact: null, priceKey: plan.priceKey, priceSnapshot };
  if (plan.refusal !== null) return { ...base, ...plan.refusal, lineItems: input.items.map(unrated) };
  const contradiction = contradictionIn(input.items, input);
  if (contradiction !== null) {
    return { ...base, status: 'invalid', reason: contradiction, lineItems: input.items.map(unrated) };
  }
  if (input.items.length === 0 && !plan.isFree) {
    return { ...base, status: 'unmeasured', reason: 'no usage was reported', lineItems: [] };
  }
  const sum = new CostSum(plan);
  priceItems(input, plan, findPlan, sum);
  return sum.toCost(priceSnapshot);
}

function priceItems(input: PriceInput, plan: PricePlan, findPlan: FindPlan, sum: CostSum): void {
  let isSearched = false;
  for (const item of input.items) {
    if (item.unit === routerUnit) continue;
    isSearched ||= item.unit === 'search';
    const own = item.model === undefined ? plan : findPlan(input, item.model);
    sum.add(item, findRate(item, own, input));
    if (own !== plan) sum.consider(own);
  }
  if (plan.impliesSearch && !isSearched) {
    sum.add({ unit: 'search', quantity: 1 }, plan.otherRate('search', undefined));
  }
  if (plan.routerRate !== undefined) {
    const quantity = promptSize(input.items, undefined, undefined);
    sum.add({ unit: routerUnit, quantity }, plan.routerRate);
  }
}

function findRate(item: UsageItem, plan: PricePlan, { items, priceContext }: PriceInput): AppliedRate | null {
  const charge = chargeOf(item.unit);
  if (charge === undefined) return plan.otherRate(item.unit, item.variant);
  // Tokens of a tool whose model nobody named.
  if (item.variant === 'image_tool' && item.model === undefined) return null;
  const first = plan.thresholds[0] ?? plan.longContextBeyond;
  if (first === null) return plan.tokenRate(charge, 0);
  let size = promptSize(items, item.model, item.variant);
  const largest = priceContext?.['largestPrompt'];
  if (largest !== undefined && size > first) {
    // Of the sum of several prompts nothing tells how many were long ones, unless none was.
    size = Number(largest);
    if (!(size <= first)) return null;
  }
  if (plan.longContextBeyond !== null && size > plan.longContextBeyond) return null;
  let thresholdTokens = 0;
  for (const threshold of plan.thresholds) if (size > threshold) thresholdTokens = threshold;
  return plan.tokenRate(charge, thresholdTokens);
}

/**
 * What thresholds are compared with: the prompt, cached and written tokens included, of one of the requests behind a call.
 * Items of the same model and variant belong to one request; what a tool put into a prompt (`tool_use`) is of that prompt's
 * request but, at Google, does not count towards its size.
 */
function promptSize(items: readonly UsageItem[], model: string | undefined, variant: string | undefined): number {
  const request = variant === 'tool_use' ? undefined : variant;
  let size = 0;
  for (const item of items) {
    const charge = item.model === model && item.variant === request ? chargeOf(item.unit) : undefined;
    if (charge !== undefined && isInputCharge(charge)) size += item.quantity;
  }
  return size;
}

function lineOf(item: UsageItem, rate: AppliedRate, amountUsd: string): LineItem {
  const { unit, quantity, model, variant } = item;
  const line: LineItem = { unit, quantity, rateUsd: rate.rateUsd, amountUsd, rateKey: rate.rateKey };
  if (rate.factor !== undefined) line.factor = rate.factor;
  if (model !== undefined) line.model = model;
  if (variant !== undefined) line.variant = variant;
  return line;
}

function unrated(item: UsageItem): LineItem {
  return { ...item, rateUsd: null, amountUsd: null, rateKey: null };
}

/** Adds up line items, and what is missing from them. */
class CostSum {
  readonly #plan: PricePlan;
  readonly #lineItems: LineItem[] = [];
  readonly #flags: string[];
  readonly #missing: string[] = [];
  #pico = 0n;
  #rest: ExactDecimal | null = null;
  #hasKnown = false;

  constructor(plan: PricePlan) {
    this.#plan = plan;
    this.#flags = [...plan.flags];
    this.#missing.push(...plan.missingMultipliers.map((key) => `no multiplier ${key}`));
  }

  /** Takes what a second plan, of another model, knows and lacks. */
  consider(plan: PricePlan): void {
    this.#note(plan.flags);
    for (const key of plan.missingMultipliers) this.#miss(`no multiplier ${key}`);
    if (plan.refusal !== null) this.#miss(plan.refusal.reason);
  }

  add(item: UsageItem, rate: AppliedRate | null): void {
    if (rate === null) {
      this.#lineItems.push(unrated(item));
      if (item.quantity !== 0) this.#miss(`no price for ${item.unit}`);
      return;
    }
    if (item.quantity !== 0) this.#hasKnown = true;
    this.#note(rate.flags);
    const amountUsd = this.#addAmount(item.quantity, rate);
    this.#lineItems.push(lineOf(item, rate, amountUsd));
  }

  toCost(priceSnapshot: string): Cost {
    const total = formatUsd(
      this.#rest === null ? this.#pico : toPico(addDecimals(this.#rest, picoDecimal(this.#pico))),
    );
    const isPartial = this.#missing.length > 0;
    const cost: Cost = {
      status: isPartial ? 'partial' : 'priced',
      costUsd: isPartial ? null : Number(total),
      costUsdExact: isPartial ? null : total,
      lineItems: this.#lineItems,
      priceKey: this.#plan.priceKey,
      priceSnapshot,
      reason: isPartial ? this.#reason() : null,
    };
    if (isPartial && this.#hasKnown) cost.knownCostUsd = total;
    if (this.#flags.length > 0) cost.flags = this.#flags;
    return cost;
  }

  #addAmount(quantity: number, rate: AppliedRate): string {
    if (rate.pico !== null && Number.isSafeInteger(quantity)) {
      const amount = BigInt(quantity) * rate.pico;
      this.#pico += amount;
      return formatUsd(amount);
    }
    const amount = multiplyDecimals(decimalFromNumber(quantity) ?? zero, rate.effective);
    this.#rest = this.#rest === null ? amount : addDecimals(this.#rest, amount);
    return formatDecimal(amount);
  }

  #note(flags: readonly string[]): void {
    for (const flag of flags) if (!this.#flags.includes(flag)) this.#flags.push(flag);
  }

  #miss(what: string): void {
    if (!this.#missing.includes(what)) this.#missing.push(what);
  }

  #reason(): string {
    const { tokensUnrated, priceKey, rejected } = this.#plan;
    const missing = `${this.#missing.join(', ')} in ${priceKey ?? 'customPricing'}`;
    const doubted = rejected.length === 0 ? '' : ` (not believed: ${rejected.slice(0, 3).join('; ')})`;
    return `${tokensUnrated === null ? '' : `${tokensUnrated}; `}${missing}${doubted}`;
  }
}

const zero: ExactDecimal = { digits: 0n, scale: 0 };

function picoDecimal(pico: bigint): ExactDecimal {
  return { digits: pico, scale: picoScale };
}
