import type { ResolvedAttribution } from '../attribution.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import { type RecordUsage, recordCost } from '../pricing/record-cost.ts';
import type { TrackingData } from '../record.ts';
import { tokenTotals } from './token-totals.ts';

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
    ...recordCost(facts, usage, book),
  };
}
