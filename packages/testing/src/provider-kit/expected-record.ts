import assert from 'node:assert/strict';
import { inspect, isDeepStrictEqual } from 'node:util';
import type { TrackingData } from '@llm-tracker/core';

/** What must be stored of one call; members that are left out may be anything. A RegExp must match. `units`: all usage items, as quantities by unit, and by model or variant where an item has one: `image 1024x1024/hd`. */
export type ExpectedRecord = { [Member in keyof TrackingData]?: TrackingData[Member] | RegExp } & {
  units?: Record<string, number>;
};

/** Fails unless there is exactly one stored row for each expected one. */
export function assertRecords(rows: readonly TrackingData[], expected: readonly ExpectedRecord[]): void {
  assert.equal(
    rows.length,
    expected.length,
    `${expected.length} calls must be recorded, but these are: ${inspect(rows.map(summary))}`,
  );
  const remaining = rows.map((row) => ({ ...row, units: unitsOf(row) }));
  for (const record of expected) {
    const index = remaining.findIndex((row) =>
      Object.entries(record).every(([member, value]) => matches(Reflect.get(row, member), value)),
    );
    if (index >= 0) {
      remaining.splice(index, 1);
      continue;
    }
    const [row] = remaining;
    assert.deepEqual(actualOf(row, record), record, 'a call was recorded with other values');
  }
}

function unitsOf(row: TrackingData): Record<string, number> {
  const units: Record<string, number> = {};
  for (const { unit, quantity, model, variant } of row.details?.lineItems ?? []) {
    const name = [unit, model, variant].filter((part) => part !== undefined).join(' ');
    if (quantity > 0) units[name] = (units[name] ?? 0) + quantity;
  }
  return units;
}

function matches(actual: unknown, expected: unknown): boolean {
  if (expected instanceof RegExp) return typeof actual === 'string' && expected.test(actual);
  return isDeepStrictEqual(actual, expected);
}

/** The members that are compared; what a RegExp accepts is shown as that RegExp, so that only differences stand out. */
function actualOf(row: TrackingData | undefined, record: ExpectedRecord): Record<string, unknown> {
  const members = Object.entries(record).map(([member, value]) => {
    const actual: unknown = row === undefined ? undefined : Reflect.get(row, member);
    return [member, value instanceof RegExp && matches(actual, value) ? value : actual];
  });
  return Object.fromEntries(members);
}

function summary(row: TrackingData): unknown {
  const { operation, model, streamed, attempts, success, errorCode, httpStatus, usageSource, totalTokens } = row;
  return { operation, model, streamed, attempts, success, errorCode, httpStatus, usageSource, totalTokens };
}
