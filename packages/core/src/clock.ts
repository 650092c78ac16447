/** Time, passed in so that tests need no sleeps. */
export interface Clock {
  /** Wall clock, milliseconds since 1970 UTC. */
  now(): number;
  /** Milliseconds of a clock that never goes back. */
  monotonicMs(): number;
  /**
   * Runs `callback` once after `delayMs` (0: in the next turn of the event loop); the returned function cancels it. The process is not kept alive for it, unless
   * somebody awaits what it bounds (`keepAlive`): a process whose last work is `await flush()` would otherwise end in the middle of it.
   */
  schedule(callback: () => void, delayMs: number, options?: { keepAlive?: boolean }): () => void;
}

/** Whether `work` is done within this time, for which the process is kept alive. Rejects when `work` does. */
export function isDoneWithin(work: Promise<unknown>, timeoutMs: number, clock: Clock): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(() => resolve(false), timeoutMs, { keepAlive: true });
    void work.then(() => resolve(true), reject).finally(cancel);
  });
}

/** Above it a timer of Node fires at once. */
const longestDelayMs = 2_147_483_647;

/** The machine's clocks. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  schedule: (callback, delayMs, options) => {
    if (delayMs <= 0) {
      // Not unref'ed: an event loop that waits for something else would not run it before that.
      const immediate = setImmediate(callback);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(callback, Math.min(delayMs, longestDelayMs));
    if (options?.keepAlive !== true) timer.unref();
    return () => clearTimeout(timer);
  },
};
