import type { ResolvedAttribution } from '../attribution.ts';
import { formatUsd, parseUsd } from '../pricing/money.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import type { CostStatus, RecordDetails, TrackingData, UsageItem } from '../record.ts';
import type { Cost } from '../tracker.ts';
import { contradictionIn, tokenTotals } from './token-totals.ts';

/** All that decides a record besides its usage. */
export type RecordFacts = Pick<
  TrackingData,
  | 'requestId'
  | 'revision'
  | 'origin'
  | 'callCount'
  | 'provider'
  | 'operation'
  | 'model'
  | 'requestedModel'
  | 'serviceTier'
  | 'region'
  | 'timestamp'
  | 'recordedAt'
  | 'latencyMs'
  | 'timeToFirstTokenMs'
  | 'success'
  | 'streamed'
  | 'attempts'
  | 'httpStatus'
  | 'errorCode'
  | 'error'
  | 'responseId'
  | 'providerRequestId'
  | 'usageSource'
> & {
  attribution: ResolvedAttribution;
  /** Tags that the answer told, over those of the attribution. */
  tags: Record<string, string> | undefined;
};

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

/** Whether anything was reported, be it a total that cannot be read. */
export function hasUsage(usage: Pick<RecordUsage, 'items' | 'promptTokens' | 'completionTokens'>): boolean {
  return usage.items.length > 0 || usage.promptTokens !== undefined || usage.completionTokens !== undefined;
}

type CostFields = Pick<
  TrackingData,
  'costStatus' | 'costUsd' | 'costUsdExact' | 'priceKey' | 'priceSnapshot' | 'details'
>;

/** Makes one row: attribution, totals and exact cost, by the outcome that `facts` describe. */
export function buildRecord(facts: RecordFacts, usage: RecordUsage, book: PriceBook): TrackingData {
  const { attribution, tags, ...fields } = facts;
  return {
    ...fields,
    projectName: attribution.projectName,
    teamName: attribution.teamName ?? null,
    userId: attribution.userId ?? null,
    sessionId: attribution.sessionId ?? null,
    traceId: attribution.traceId ?? null,
    tags: { ...attribution.tags, ...tags },
    ...tokenTotals(usage.items),
    ...costFields(facts, usage, book),
  };
}

function costFields(facts: RecordFacts, usage: RecordUsage, book: PriceBook): CostFields {
  const details: RecordDetails =
    usage.priceContext === undefined || usage.items.length === 0 ? {} : { priceContext: usage.priceContext };
  if (usage.isFree) return exact('free', '0', null, details);
  if (usage.statedCostUsd !== undefined) return stated(facts, usage, usage.statedCostUsd, book, details);
  if (!hasUsage(usage)) return withoutCost('unmeasured', unmeasuredReason(facts), details);
  const contradiction = contradictionIn(usage.items, usage);
  const cost = priced(facts, usage, book);
  details.lineItems = cost.lineItems;
  if (contradiction !== null) return withoutCost('invalid', contradiction, details);
  if (facts.usageSource === 'partial' && (cost.status === 'priced' || cost.status === 'partial')) {
    return known(cost, 'partial', 'the answer was cut short', details);
  }
  if (cost.status === 'partial') return known(cost, 'partial', cost.reason, details);
  if (cost.costUsdExact === null) return { ...withoutCost(cost.status, cost.reason, details), ...priceOf(cost) };
  return { ...exact(cost.status, cost.costUsdExact, cost.reason, details), ...priceOf(cost) };
}

function priced(facts: RecordFacts, usage: RecordUsage, book: PriceBook): Cost {
  return book.price({
    provider: facts.provider,
    model: facts.model,
    requestedModel: facts.requestedModel,
    serviceTier: facts.serviceTier,
    region: facts.region,
    items: usage.items,
    priceContext: usage.priceContext,
  });
}

function stated(
  facts: RecordFacts,
  usage: RecordUsage,
  amount: string,
  book: PriceBook,
  details: RecordDetails,
): CostFields {
  if (usage.items.length > 0) details.lineItems = priced(facts, usage, book).lineItems;
  try {
    return exact('stated', formatUsd(parseUsd(amount)), null, details);
  } catch {
    return withoutCost('invalid', `the stated cost is no decimal number`, details);
  }
}

function known(cost: Cost, status: CostStatus, reason: string | null, details: RecordDetails): CostFields {
  const amounts = cost.lineItems.flatMap((item) => (item.amountUsd === null ? [] : [parseUsd(item.amountUsd)]));
  if (amounts.length > 0) details.knownCostUsd = formatUsd(amounts.reduce((sum, amount) => sum + amount, 0n));
  return { ...withoutCost(status, reason, details), ...priceOf(cost) };
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

function unmeasuredReason(facts: RecordFacts): string {
  if (facts.usageSource === 'pending') return 'the usage is not known yet';
  return facts.errorCode === null ? 'the answer reported no usage' : 'the call ended before usage was reported';
}
