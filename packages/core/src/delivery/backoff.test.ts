import { describe, expect, it } from 'vitest';
import { backoffDelayMs } from './backoff.ts';

const retry = { maxRetries: 4, initialDelayMs: 1000, maxDelayMs: 5000, backoffMultiplier: 2 };

function delays(random: number): number[] {
  return [1, 2, 3, 4, 5, 6, 1000].map((failures) => backoffDelayMs(failures, retry, () => random));
}

describe('backoffDelayMs', () => {
  it('doubles up to the maximum', () => {
    expect(delays(1)).toEqual([1000, 2000, 4000, 5000, 5000, 5000, 5000]);
  });

  it('spreads the delays from next to nothing, until the retries are used up', () => {
    expect(delays(0)).toEqual([1, 1, 1, 1, 5000, 5000, 5000]);
    expect(delays(0.5)).toEqual([500, 1000, 2000, 2500, 5000, 5000, 5000]);
  });

  it('waits the maximum from the first failure on when there are no retries', () => {
    expect(backoffDelayMs(1, { ...retry, maxRetries: 0 }, () => 0)).toBe(5000);
  });

  it('is never nothing, which would be a busy loop', () => {
    expect(backoffDelayMs(9, { ...retry, maxDelayMs: 0 }, () => 0)).toBe(1);
  });

  it('stays finite however many retries there are', () => {
    const patient = { ...retry, maxRetries: 1e9, backoffMultiplier: 1e9 };
    expect(backoffDelayMs(1e9, patient, () => 0.5)).toBe(2500);
    expect(backoffDelayMs(1e9, { ...patient, initialDelayMs: 0 }, () => 0.5)).toBe(1);
  });
});
