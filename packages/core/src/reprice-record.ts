import { parseUsd } from './pricing/money.ts';
import type { PriceBook } from './pricing/price-book.ts';
import { recordCost } from './pricing/record-cost.ts';
import type { CostStatus, LineItem, RecordDetails, TrackingData, UsageItem } from './record.ts';
import { sanitizeRecord } from './storage/sanitize-record.ts';

type FormerCost = NonNullable<RecordDetails['costHistory']>[number];

/** The statuses that follow from line items and prices. */
const derivedStatuses: ReadonlySet<CostStatus> = new Set(['priced', 'partial', 'unpriced', 'committed']);

/**
 * The next revision of a stored row with its cost by `book`, and its former cost in `details.costHistory`. Null where the
 * cost stays as it is: it is the same, it does not follow from line items, or the row is not final.
 */
export function repriceRecord(
  record: TrackingData,
  book: PriceBook,
  revision: { reason: string; at: Date },
): TrackingData | null {
  const { lineItems = [], priceContext } = record.details;
  if (lineItems.length === 0 || !isDerived(record)) return null;
  const cost = recordCost(record, { items: lineItems.map(itemOf), priceContext, isFree: false }, book);
  if (!derivedStatuses.has(cost.costStatus) || isSameCost(record, cost)) return null;
  const revised = sanitizeRecord({
    ...record,
    ...cost,
    revision: record.revision + 1,
    recordedAt: revision.at,
    details: {
      ...withoutArithmetic(record.details),
      ...cost.details,
      costHistory: [...(record.details.costHistory ?? []), formerCost(record, revision)],
    },
  });
  // An amount that no database can hold would make the row invalid for good.
  return revised.costStatus === 'invalid' ? null : revised;
}

/** The record that completes a provisional row has revision 1: it must not find that taken. The calls that were folded into one row were priced by their own sizes. */
function isDerived({ revision, origin, usageSource, costStatus }: TrackingData): boolean {
  return revision > 0 && origin !== 'fold' && usageSource !== 'pending' && derivedStatuses.has(costStatus);
}

function itemOf({ unit, quantity, model, variant }: LineItem): UsageItem {
  const item: UsageItem = { unit, quantity };
  if (model !== undefined) item.model = model;
  if (variant !== undefined) item.variant = variant;
  return item;
}

type CostOutcome = Pick<TrackingData, 'costStatus' | 'costUsdExact' | 'details'>;

function isSameCost(left: CostOutcome, right: CostOutcome): boolean {
  return (
    left.costStatus === right.costStatus &&
    isSameAmount(left.costUsdExact, right.costUsdExact) &&
    isSameAmount(left.details.knownCostUsd, right.details.knownCostUsd)
  );
}

function isSameAmount(left: string | null = null, right: string | null = null): boolean {
  return left === null || right === null ? left === right : parseUsd(left) === parseUsd(right);
}

function withoutArithmetic(details: RecordDetails): RecordDetails {
  const { lineItems: _, costReason: __, knownCostUsd: ___, priceFlags: ____, costBoundsUsd: _____, ...rest } = details;
  return rest;
}

function formerCost(record: TrackingData, { reason, at }: { reason: string; at: Date }): FormerCost {
  const { costUsdExact, costStatus, priceSnapshot, details } = record;
  const former: FormerCost = { revisedAt: at.toISOString(), costUsdExact, costStatus, priceSnapshot, reason };
  if (details.knownCostUsd !== undefined) former.knownCostUsd = details.knownCostUsd;
  return former;
}
