import type { Clock } from '../clock.ts';

/** The app's calls of `flush` and `disconnect` that wait. */
export interface FlushCalls {
  /** How many wait. */
  readonly size: number;
  /** Resolves when all records up to `untilSequence` (finite) are settled, when nothing can become of it before the deadline, or at the deadline. */
  wait(untilSequence: number, deadlineMs: number): Promise<void>;
  /** After each operation: the first record that is not settled (infinite when there is none), and when the next try will be at the earliest. */
  progress(oldestSequence: number, nextTryMs: number): void;
  /** Nothing more will happen. */
  end(): void;
}

interface FlushCall {
  readonly untilSequence: number;
  readonly deadlineMs: number;
  end(): void;
}

/** The process is kept alive while a call waits: somebody awaits it, and its deadline ends that. */
export function createFlushCalls(clock: Clock): FlushCalls {
  const calls = new Set<FlushCall>();
  return {
    get size() {
      return calls.size;
    },
    wait(untilSequence, deadlineMs) {
      return new Promise((resolve) => {
        const end = (): void => {
          cancelTimer();
          calls.delete(call);
          resolve();
        };
        const call = { untilSequence, deadlineMs, end };
        const cancelTimer = clock.schedule(end, Math.max(0, deadlineMs - clock.monotonicMs()), { keepAlive: true });
        calls.add(call);
      });
    },
    progress(oldestSequence, nextTryMs) {
      for (const call of calls) {
        if (oldestSequence > call.untilSequence || nextTryMs > call.deadlineMs) call.end();
      }
    },
    end() {
      for (const call of calls) call.end();
    },
  };
}
