import type { Clock } from '../clock.ts';

/** Waits for the next attempt of a call that failed: `onTimeout` when none begins in time, `onAbort` when the app gives up before. The returned function ends the wait. */
export function waitForRetry(
  clock: Clock,
  delayMs: number,
  signal: AbortSignal | undefined,
  { onTimeout, onAbort }: { onTimeout: () => void; onAbort: () => void },
): () => void {
  const cancelTimer = clock.schedule(onTimeout, delayMs);
  signal?.addEventListener('abort', onAbort);
  return () => {
    cancelTimer();
    signal?.removeEventListener('abort', onAbort);
  };
}
