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
    usage.priceContext === undefined || usage.items.length === 0 ? {} : { priceContext: { ...usage.priceContext } };
  if (usage.isFree) return costFields('free', '0', null, details);
  if (usage.statedCostUsd !== undefined) return stated(facts, usage, usage.statedCostUsd, book, details);
  if (!hasUsage(usage)) return costFields('unmeasured', null, unmeasuredReason(facts), details);
  const contradiction = contradictionIn(usage.items, usage);
  const cost = priced(facts, usage, book, details);
  if (contradiction !== null) return costFields('invalid', null, contradiction, details);
  if (facts.usageSource === 'partial' && (cost.status === 'priced' || cost.status === 'partial')) {
    return known(cost, 'the answer was cut short', details);
  }
  if (cost.status === 'partial') return known(cost, cost.reason, details);
  return costFields(cost.status, cost.costUsdExact, cost.reason, details, cost);
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
    return costFields('stated', formatUsd(parseUsd(amount)), null, details);
  } catch {
    return costFields('invalid', null, 'the stated cost is no decimal number', details);
  }
}

function known(cost: Cost, reason: string | null, details: RecordDetails): CostFields {
  const knownCostUsd = cost.costUsdExact ?? cost.knownCostUsd;
  if (knownCostUsd !== undefined) details.knownCostUsd = knownCostUsd;
  return costFields('partial', null, reason, details, cost);
}

/** `cost` tells which prices were used. */
function costFields(
  costStatus: CostStatus,
  costUsdExact: string | null,
  reason: string | null,
  details: RecordDetails,
  cost?: Cost,
): CostFields {
  if (reason !== null) details.costReason = reason;
  const costUsd = costUsdExact === null ? null : Number(costUsdExact);
  const { priceKey = null, priceSnapshot = null } = cost ?? {};
  return { costStatus, costUsd, costUsdExact, priceKey, priceSnapshot, details };
}

function unmeasuredReason(facts: CostFacts): string {
  if (facts.usageSource === 'pending') return 'the usage is not known yet';
  return facts.errorCode === null ? 'the answer reported no usage' : 'the call ended before usage was reported';
}
