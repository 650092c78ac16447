/** Lets a test decide when the server goes on, so that no test needs to sleep. */
export interface Gate {
  /** Lets `steps` more events through. @default 1 */
  open(steps?: number): void;
  /** Lets everything through from now on. */
  openAll(): void;
  /** Resolves when the server stands before the event with this index: so many have passed. */
  reached(passed: number): Promise<void>;
  /** Called by the server before each event. */
  pass(): Promise<void>;
}

/** A closed gate. */
export function createGate(): Gate {
  let allowed = 0;
  let passed = 0;
  let waiting: (() => void)[] = [];
  let arrivals: { passed: number; resolve: () => void }[] = [];

  const open = (steps: number): void => {
    allowed += steps;
    const ready = waiting.slice(0, Math.min(waiting.length, allowed - passed));
    waiting = waiting.slice(ready.length);
    passed += ready.length;
    for (const goOn of ready) goOn();
  };

  return {
    open: (steps = 1) => open(steps),
    openAll: () => open(Number.POSITIVE_INFINITY),
    reached(count) {
      if (passed > count || (passed === count && waiting.length > 0)) return Promise.resolve();
      return new Promise((resolve) => arrivals.push({ passed: count, resolve }));
    },
    pass() {
      const stands = passed;
      for (const arrival of arrivals) if (arrival.passed <= stands) arrival.resolve();
      arrivals = arrivals.filter((arrival) => arrival.passed > stands);
      if (passed < allowed) {
        passed += 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
}
