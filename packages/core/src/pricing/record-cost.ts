import { contradictionIn } from '../observe/token-totals.ts';
import type { CostStatus, RecordDetails, TrackingData, UsageItem } from '../record.ts';
import type { Cost } from '../tracker.ts';
import { formatUsd, parseUsd } from './money.ts';
import type { PriceBook } from './price-book.ts';

/** The fields of a record that decide its cost besides its usage. */
export type CostFacts = Pick<
  TrackingData,
  'provider' | 'model' | 'requestedModel' | 'serviceTier' | 'region' | 'usageSource' | 'errorCode'
>;

/** What was used, and how it may be priced. */
export interface RecordUsage {
  items: readonly UsageItem[];
  promptTokens?: number | undefined;
  completionTokens?: number | undefined;
  statedCostUsd?: string | undefined;
  priceContext?: Record<string, string> | undefined;
  /** Known not to be billed. */
  isFree: boolean;
}

/** The fields of a record that say what it costs. `details` holds the arithmetic and nothing else. */
export type CostFields = Pick<
  TrackingData,
  'costStatus' | 'costUsd' | 'costUsdExact' | 'priceKey' | 'priceSnapshot' | 'details'
>;

/** Whether anything was reported, be it a total that cannot be read. */
export function hasUsage(usage: Pick<RecordUsage, 'items' | 'promptTokens' | 'completionTokens'>): boolean {
  return usage.items.length > 0 || usage.promptTokens !== undefined || usage.completionTokens !== undefined;
}

/** What a record costs by the prices of `book`, or why that is not known. */
export function recordCost(facts: CostFacts, usage: RecordUsage, book: PriceBook): CostFields {
  const details: RecordDetails =
    usage.priceContext === undefined || usage.items.length === 0 ? {} : { priceContext: usage.priceContext };
  if (usage.isFree) return exact('free', '0', null, details);
  if (usage.statedCostUsd !== undefined) return stated(facts, usage, usage.statedCostUsd, book, details);
  if (!hasUsage(usage)) return withoutCost('unmeasured', unmeasuredReason(facts), details);
  const contradiction = contradictionIn(usage.items, usage);
  const cost = priced(facts, usage, book, details);
  if (contradiction !== null) return withoutCost('invalid', contradiction, details);
  if (facts.usageSource === 'partial' && (cost.status === 'priced' || cost.status === 'partial')) {
    return known(cost, 'the answer was cut short', details);
  }
  if (cost.status === 'partial') return known(cost, cost.reason, details);
  if (cost.costUsdExact === null) return { ...withoutCost(cost.status, cost.reason, details), ...priceOf(cost) };
  return { ...exact(cost.status, cost.costUsdExact, cost.reason, details), ...priceOf(cost) };
}

/** Puts the arithmetic into `details`. */
function priced(facts: CostFacts, usage: RecordUsage, book: PriceBook, details: RecordDetails): Cost {
  const cost = book.price({
    provider: facts.provider,
    model: facts.model,
    requestedModel: facts.requestedModel,
    serviceTier: facts.serviceTier,
    region: facts.region,
    items: usage.items,
    priceContext: usage.priceContext,
  });
  details.lineItems = cost.lineItems;
  if (cost.flags !== undefined) details.priceFlags = cost.flags;
  return cost;
}

function stated(
  facts: CostFacts,
  usage: RecordUsage,
  amount: string,
  book: PriceBook,
  details: RecordDetails,
): CostFields {
  if (usage.items.length > 0) priced(facts, usage, book, details);
  try {
    return exact('stated', formatUsd(parseUsd(amount)), null, details);
  } catch {
    return withoutCost('invalid', 'the stated cost is no decimal number', details);
  }
}

function known(cost: Cost, reason: string | null, details: RecordDetails): CostFields {
  const knownCostUsd = cost.costUsdExact ?? cost.knownCostUsd;
  if (knownCostUsd !== undefined) details.knownCostUsd = knownCostUsd;
  return { ...withoutCost('partial', reason, details), ...priceOf(cost) };
}

function exact(
  costStatus: CostStatus,
  costUsdExact: string,
  reason: string | null,
  details: RecordDetails,
): CostFields {
  if (reason !== null) details.costReason = reason;
  return { costStatus, costUsd: Number(costUsdExact), costUsdExact, priceKey: null, priceSnapshot: null, details };
}

function withoutCost(costStatus: CostStatus, reason: string | null, details: RecordDetails): CostFields {
  if (reason !== null) details.costReason = reason;
  return { costStatus, costUsd: null, costUsdExact: null, priceKey: null, priceSnapshot: null, details };
}

function priceOf(cost: Cost): Pick<CostFields, 'priceKey' | 'priceSnapshot'> {
  return { priceKey: cost.priceKey, priceSnapshot: cost.priceSnapshot };
}

function unmeasuredReason(facts: CostFacts): string {
  if (facts.usageSource === 'pending') return 'the usage is not known yet';
  return facts.errorCode === null ? 'the answer reported no usage' : 'the call ended before usage was reported';
}
