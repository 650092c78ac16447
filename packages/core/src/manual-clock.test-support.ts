import type { Clock } from './clock.ts';

interface Timer {
  readonly callback: () => void;
  readonly at: number;
  readonly keepAlive: boolean;
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  /** What the wall clock is off by; a test may let it jump. */
  wallOffsetMs: number = Date.UTC(2026, 10, 23);
  #nowMs = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.wallOffsetMs + this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  schedule(callback: () => void, delayMs: number, options?: { keepAlive?: boolean }): () => void {
    if (!(delayMs >= 0)) throw new RangeError(`A timer was asked for with a delay of ${delayMs} ms.`);
    const timer = { callback, at: this.#nowMs + delayMs, keepAlive: options?.keepAlive === true };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers wait, and how many of them would keep a process alive. */
  get waiting(): { timers: number; keepingAlive: number } {
    return {
      timers: this.#timers.size,
      keepingAlive: [...this.#timers].filter((timer) => timer.keepAlive).length,
    };
  }

  /** Moves on, timer by timer, letting all promises settle in between. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs;
    await settlePromises();
    for (let timer = this.#next(untilMs); timer !== undefined; timer = this.#next(untilMs)) {
      this.#nowMs = Math.max(this.#nowMs, timer.at);
      this.#timers.delete(timer);
      timer.callback();
      await settlePromises();
    }
    this.#nowMs = untilMs;
  }

  #next(untilMs: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers)
      if (timer.at <= untilMs && (next === undefined || timer.at < next.at)) next = timer;
    return next;
  }
}

/** Microtasks run to their end before an immediate. */
function settlePromises(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
