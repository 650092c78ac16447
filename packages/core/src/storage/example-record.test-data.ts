import type { TrackingData } from '../record.ts';
import { nearestUsd } from './sanitize-record.ts';

/** For tests: a settled call with a cost, changed as given. */
export function exampleRecord(changes: Partial<TrackingData> = {}): TrackingData {
  const record: TrackingData = {
    requestId: '01900000-0000-7000-8000-000000000001',
    revision: 1,
    origin: 'call',
    callCount: 1,
    projectName: 'shop',
    teamName: 'search',
    userId: null,
    sessionId: null,
    traceId: null,
    tags: {},
    provider: 'openai',
    operation: 'chat',
    model: 'gpt-4o-mini',
    requestedModel: 'gpt-4o-mini',
    serviceTier: 'default',
    region: null,
    timestamp: new Date('2026-03-01T12:00:00.000Z'),
    recordedAt: new Date('2026-03-01T12:00:01.000Z'),
    latencyMs: 800,
    timeToFirstTokenMs: null,
    success: true,
    streamed: false,
    attempts: 1,
    httpStatus: 200,
    errorCode: null,
    error: null,
    responseId: 'chatcmpl-1',
    providerRequestId: 'req_1',
    usageSource: 'reported',
    promptTokens: 100,
    completionTokens: 20,
    totalTokens: 120,
    cachedPromptTokens: null,
    cacheWriteTokens: null,
    reasoningTokens: null,
    costStatus: 'priced',
    costUsd: null,
    costUsdExact: '0.000027',
    priceKey: 'gpt-4o-mini',
    priceSnapshot: '2026-02-28-00000000',
    details: {},
    ...changes,
  };
  return { ...record, costUsd: nearestUsd(record.costUsdExact) };
}

/** For tests: the id that sorts at this place. */
export function exampleId(index: number): string {
  return `01900000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
}
