import type { TrackingData } from '@llm-tracker/core';

/** Records of a JSON text, as they were before `JSON.stringify`. */
export function parseRecords(json: string): TrackingData[] {
  return JSON.parse(json, (name, value: unknown) =>
    name === 'timestamp' || name === 'recordedAt' ? new Date(String(value)) : value,
  );
}
