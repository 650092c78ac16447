import type { RetryOptions } from '../tracker.ts';

/** `RetryOptions` with all defaults resolved. */
export type Retry = { readonly [Name in keyof RetryOptions]-?: Exclude<RetryOptions[Name], undefined> };

/** No delay at all would keep the process alive and busy. */
const leastDelayMs = 1;

/**
 * How long to wait after the `failures`th failure in a row (1 and up): `random(0, min(maxDelayMs, initialDelayMs × multiplier^n))`,
 * which keeps many processes from coming back in step; after `maxRetries` of them always `maxDelayMs`.
 */
export function backoffDelayMs(failures: number, retry: Retry, random: () => number): number {
  if (failures > retry.maxRetries) return Math.max(leastDelayMs, retry.maxDelayMs);
  const delayMs = retry.initialDelayMs * retry.backoffMultiplier ** (failures - 1);
  // 0 × Infinity is not a number.
  const mostMs = Number.isNaN(delayMs) ? 0 : Math.min(retry.maxDelayMs, delayMs);
  return Math.max(leastDelayMs, random() * mostMs);
}
