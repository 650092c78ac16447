/** Time, passed in so that tests need no sleeps. */
export interface Clock {
  /** Wall clock, milliseconds since 1970 UTC. */
  now(): number;
  /** Milliseconds of a clock that never goes back. */
  monotonicMs(): number;
  /** Runs `callback` once after `delayMs`, without keeping the process alive; the returned function cancels it. */
  schedule(callback: () => void, delayMs: number): () => void;
}

/** The machine's clocks. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  schedule: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
