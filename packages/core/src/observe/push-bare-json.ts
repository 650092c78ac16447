import { parseMembers } from './parse-members.ts';
import type { PartSink } from './part-sink.ts';

/** Pushes a text that is no event but JSON: so answers a server that was asked for events and makes none. */
export function pushBareJson(sink: PartSink, text: string): void {
  if (!text.startsWith('{')) return;
  const value = parseMembers(text, sink.fields);
  if (value !== undefined) sink.push(value);
}
