import { expect, test } from 'vitest';
import { isRetried, longestRetryDelayMs, retryWithinMs } from './retry-rules.ts';

test('obeys the header that says whether to try again, then the status', () => {
  expect([400, 408, 409, 429, 500, 529].map((status) => isRetried(status, null))).toEqual([
    false,
    true,
    true,
    true,
    true,
    true,
  ]);
  expect(isRetried(400, 'true')).toBe(true);
  expect(isRetried(500, 'false')).toBe(false);
});

const nowMs = Date.UTC(2026, 9, 21, 7);
const within = (headers: Record<string, string>): number => retryWithinMs((name) => headers[name] ?? null, nowMs);

test('waits for the next attempt as long as a server may ask an SDK to wait', () => {
  expect(within({})).toBe(longestRetryDelayMs);
  expect(within({ 'retry-after-ms': '1' })).toBe(longestRetryDelayMs);
  expect(within({ 'retry-after': '3600' })).toBeGreaterThan(3_600_000);
  expect(within({ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' })).toBeGreaterThan(28 * 60_000);
  expect(within({ 'retry-after': '3600', 'retry-after-ms': '7200000' })).toBeGreaterThan(7_200_000);
});

test('waits no longer than a timer can, and as usual for what is no delay', () => {
  expect(within({ 'retry-after': '99999999999' })).toBe(2 ** 31 - 1);
  for (const value of ['soon', '-5', '0', 'Tue, 20 Oct 2026 07:28:00 GMT']) {
    expect(within({ 'retry-after': value })).toBe(longestRetryDelayMs);
  }
});
