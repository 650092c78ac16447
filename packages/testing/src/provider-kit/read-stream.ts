import { createGate } from '../wire-server/create-gate.ts';
import type { WireServer } from '../wire-server/start-wire-server.ts';
import type { JsonObject } from '../wire-server/wire-format.ts';
import { describeError } from './describe-value.ts';
import { eventually } from './loop-turns.ts';

/** All parts of a stream. */
export async function collect(stream: AsyncIterable<JsonObject>): Promise<JsonObject[]> {
  const parts: JsonObject[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

/** What came of a stream until it failed, and how it failed. */
export async function collectUntilError(
  stream: AsyncIterable<unknown>,
): Promise<{ seen: readonly unknown[]; error: unknown }> {
  const seen: unknown[] = [];
  try {
    for await (const part of stream) seen.push(part);
    return { seen, error: null };
  } catch (error) {
    return { seen, error: describeError(error) };
  }
}

/** Begins a stream of which only the first three events come, ever. */
export async function openStream<Value>(promise: Promise<Value>, server: WireServer): Promise<Value> {
  const gate = createGate();
  gate.open(3);
  server.next({ gate, textEvents: 100 });
  return promise;
}

/** How the last answer ended; null when it has not within `withinMs`. */
export async function endOf(server: WireServer, withinMs?: number): Promise<unknown> {
  const entry = server.requests.at(-1);
  await eventually(() => entry === undefined || entry.end !== null, withinMs);
  return entry?.end;
}
