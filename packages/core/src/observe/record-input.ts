import type { CallInfo } from '../plugin.ts';
import type { TrackingData, UsageSource } from '../record.ts';
import { createRequestId, requestIdFor } from '../storage/request-id.ts';
import type { RecordInput } from '../tracker.ts';
import { wrongOption } from '../wrong-option.ts';
import { buildRecord } from './build-record.ts';
import type { CallEnvironment } from './observed-call.ts';

/** Makes and hands on the record of what nothing observed; returns its id. Throws a `ConfigurationError` for input that cannot be a record. */
export function recordInput(
  input: RecordInput,
  environment: CallEnvironment,
  accept: (record: TrackingData, inherit: boolean) => TrackingData,
): string {
  assertText(input?.provider, 'record.provider');
  assertText(input.model, 'record.model');
  assertText(input.operation, 'record.operation');
  if (!Array.isArray(input.items)) {
    throw wrongOption('record.items', 'a list of usage items', input.items);
  }
  const now = environment.clock.now();
  const timestamp = input.createdAt ?? input.timestamp ?? new Date(now);
  const isKeyed = input.dedupeKey !== undefined || (input.revision ?? 1) > 1;
  const usageSource: UsageSource = input.usageSource ?? 'reported';
  const record = buildRecord(
    {
      requestId:
        input.dedupeKey === undefined
          ? createRequestId(timestamp.getTime())
          : requestIdFor(input.dedupeKey, input.createdAt),
      revision: input.revision ?? (usageSource === 'pending' ? 0 : 1),
      origin: input.origin ?? 'call',
      callCount: input.callCount ?? 1,
      attribution: environment.attribution.resolve(undefined, input.attribution),
      tags: undefined,
      provider: input.provider,
      operation: input.operation,
      model: input.model,
      requestedModel: input.requestedModel ?? null,
      serviceTier: input.serviceTier ?? null,
      region: input.region ?? null,
      timestamp,
      recordedAt: new Date(now),
      latencyMs: input.latencyMs ?? null,
      timeToFirstTokenMs: null,
      success: input.success ?? true,
      streamed: false,
      attempts: 1,
      httpStatus: null,
      errorCode: input.errorCode ?? null,
      error: input.error ?? null,
      responseId: input.responseId ?? null,
      providerRequestId: null,
      usageSource,
    },
    {
      items: input.items,
      promptTokens: input.promptTokens,
      completionTokens: input.completionTokens,
      statedCostUsd: input.statedCostUsd,
      priceContext:
        (input.callCount ?? 1) === 1 ? input.priceContext : { largestPrompt: 'unknown', ...input.priceContext },
      isFree: false,
    },
    environment.book(),
  );
  const accepted = accept(record, isKeyed && input.attribution === undefined);
  tellListeners(accepted, environment);
  return accepted.requestId;
}

function tellListeners(record: TrackingData, environment: CallEnvironment): void {
  if (!environment.listeners.hasListeners) return;
  const settlement = environment.listeners.createSettlement();
  const info: CallInfo = {
    requestId: record.requestId,
    provider: record.provider,
    operation: record.operation,
    model: record.model,
    timestamp: record.timestamp,
    attribution: {
      projectName: record.projectName,
      teamName: record.teamName ?? undefined,
      userId: record.userId ?? undefined,
      sessionId: record.sessionId ?? undefined,
      traceId: record.traceId ?? undefined,
      tags: record.tags,
    },
  };
  environment.listeners.leave(info, settlement);
  settlement.settle(record);
}

function assertText(value: unknown, path: string): void {
  if (typeof value === 'string' && value !== '') return;
  throw wrongOption(path, 'a non-empty string', value);
}
