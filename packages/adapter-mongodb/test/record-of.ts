import { requestIdFor, type TrackingData } from '@llm-tracker/core';
import { kitRecord } from '@llm-tracker/testing';

/** A call of 0.001 USD with an id of its own, made from a key. */
export function recordOf(key: string, changes: Partial<TrackingData> = {}): TrackingData {
  const requestId = requestIdFor(key, new Date('2026-03-01T12:00:00.000Z'));
  return kitRecord({ requestId, costUsdExact: '0.001', ...changes });
}
