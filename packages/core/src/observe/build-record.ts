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
  const { attribution } = facts;
  const tokens = tokenTotals(usage.items);
  const cost = recordCost(facts, usage, book);
  // Member by member, in the order of the field table: an object of one shape, made in a fraction of the time that spreads take.
  return {
    requestId: facts.requestId,
    revision: facts.revision,
    origin: facts.origin,
    callCount: facts.callCount,
    projectName: attribution.projectName,
    teamName: attribution.teamName ?? null,
    userId: attribution.userId ?? null,
    sessionId: attribution.sessionId ?? null,
    traceId: attribution.traceId ?? null,
    tags: { ...attribution.tags, ...facts.tags },
    provider: facts.provider,
    operation: facts.operation,
    model: facts.model,
    requestedModel: facts.requestedModel,
    serviceTier: facts.serviceTier,
    region: facts.region,
    timestamp: facts.timestamp,
    recordedAt: facts.recordedAt,
    latencyMs: facts.latencyMs,
    timeToFirstTokenMs: facts.timeToFirstTokenMs,
    success: facts.success,
    streamed: facts.streamed,
    attempts: facts.attempts,
    httpStatus: facts.httpStatus,
    errorCode: facts.errorCode,
    error: facts.error,
    responseId: facts.responseId,
    providerRequestId: facts.providerRequestId,
    usageSource: facts.usageSource,
    promptTokens: tokens.promptTokens,
    completionTokens: tokens.completionTokens,
    totalTokens: tokens.totalTokens,
    cachedPromptTokens: tokens.cachedPromptTokens,
    cacheWriteTokens: tokens.cacheWriteTokens,
    reasoningTokens: tokens.reasoningTokens,
    costStatus: cost.costStatus,
    costUsd: cost.costUsd,
    costUsdExact: cost.costUsdExact,
    priceKey: cost.priceKey,
    priceSnapshot: cost.priceSnapshot,
    details: cost.details,
  };
}
