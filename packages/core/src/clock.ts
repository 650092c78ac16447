/** Time, passed in so that tests need no sleeps. */
export interface Clock {
  /** Wall clock, milliseconds since 1970 UTC. */
  now(): number;
  /** Milliseconds of a clock that never goes back. */
  monotonicMs(): number;
  /**
   * Runs `callback` once after `delayMs`; the returned function cancels it. The process is not kept alive for it, unless
   * somebody awaits what it bounds (`keepAlive`): a process whose last work is `await flush()` would otherwise end in the middle of it.
   */
  schedule(callback: () => void, delayMs: number, options?: { keepAlive?: boolean }): () => void;
}

/** Above it a timer of Node fires at once. */
const longestDelayMs = 2_147_483_647;

/** The machine's clocks. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  schedule: (callback, delayMs, options) => {
    const timer = setTimeout(callback, Math.min(delayMs, longestDelayMs));
    if (options?.keepAlive !== true) timer.unref();
    return () => clearTimeout(timer);
  },
};
