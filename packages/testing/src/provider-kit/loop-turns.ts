import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets the event loop turn so often: sockets are served, finished promises settle. */
export async function loopTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}

/** Turns the event loop until the condition holds; false when it does not within `withinMs`. */
export async function eventually(condition: () => boolean, withinMs = 2000): Promise<boolean> {
  const startedMs = performance.now();
  while (!condition()) {
    if (performance.now() - startedMs > withinMs) return false;
    await nextTurn();
  }
  return true;
}
