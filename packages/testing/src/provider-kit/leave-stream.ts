import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WireServer } from '../wire-server/start-wire-server.ts';
import { describeError } from './describe-value.ts';

/** A loop that fails at the second part. */
export async function readAndThrow(stream: AsyncIterable<unknown>): Promise<void> {
  let count = 0;
  for await (const _ of stream) {
    count += 1;
    if (count === 2) throw new Error('the loop fails');
  }
}

/** A loop that aborts at the second part and goes on; what came of it. */
export async function abortAfterTwo(
  stream: AsyncIterable<unknown>,
  abort: () => void,
  seen: unknown[],
): Promise<unknown> {
  try {
    for await (const chunk of stream) {
      seen.push(chunk);
      if (seen.length === 2) abort();
    }
    return 'ended';
  } catch (error) {
    return describeError(error);
  }
}

/** Whether the server comes to stand because nobody reads; false when it can send everything. */
export async function serverStops(server: WireServer): Promise<boolean> {
  const entry = server.requests.at(-1);
  let quietTurns = 0;
  let written = -1;
  while (entry !== undefined && entry.end === null && quietTurns < 200) {
    quietTurns = entry.blocked && entry.eventsWritten === written ? quietTurns + 1 : 0;
    written = entry.eventsWritten;
    await nextTurn();
  }
  return entry !== undefined && entry.end === null;
}
