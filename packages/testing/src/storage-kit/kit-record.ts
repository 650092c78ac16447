import type { TrackingData } from '@llm-tracker/core';

/** The id that sorts at this place. */
export function kitId(index: number): string {
  return `01900000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
}

/** A settled call with a cost, changed as given and frozen: an adapter must not change what it is handed. */
export function kitRecord(changes: Partial<TrackingData> = {}): TrackingData {
  const record: Omit<TrackingData, 'costUsd'> = {
    requestId: kitId(1),
    revision: 1,
    origin: 'call',
    callCount: 1,
    projectName: 'kit',
    teamName: null,
    userId: null,
    sessionId: null,
    traceId: null,
    tags: {},
    provider: 'openai',
    operation: 'chat',
    model: 'gpt-4o',
    requestedModel: null,
    serviceTier: null,
    region: null,
    timestamp: new Date('2026-03-01T12:00:00.000Z'),
    recordedAt: new Date('2026-03-01T12:00:01.000Z'),
    latencyMs: null,
    timeToFirstTokenMs: null,
    success: true,
    streamed: false,
    attempts: 1,
    httpStatus: null,
    errorCode: null,
    error: null,
    responseId: null,
    providerRequestId: null,
    usageSource: 'reported',
    promptTokens: null,
    completionTokens: null,
    totalTokens: null,
    cachedPromptTokens: null,
    cacheWriteTokens: null,
    reasoningTokens: null,
    costStatus: 'priced',
    costUsdExact: '0.001615',
    priceKey: null,
    priceSnapshot: null,
    details: {},
    ...changes,
  };
  const costUsd = record.costUsdExact === null ? null : Number(record.costUsdExact);
  return freeze({ ...record, costUsd });
}

/** A record so that two can be compared: adapters may give `tags` and `details` any prototype. */
export function comparable(record: TrackingData): TrackingData {
  return { ...record, tags: { ...record.tags }, details: JSON.parse(JSON.stringify(record.details)) };
}

function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    for (const member of Object.values(value)) freeze(member);
    Object.freeze(value);
  }
  return value;
}
