import type { UsageReader } from '@llm-tracker/core/plugin';
import type { CommandReader } from './command-reader.ts';
import { memberOf } from './member-of.ts';

/** Reads the JSON in the bytes that InvokeModel answers with: a body, or the payload of one `{ chunk: { bytes } }` event. Bytes without any of the reader's needles are not parsed, unless `all` says so; what has no bytes is passed on. */
export function payloadReader(reader: UsageReader, all = false): CommandReader {
  const pattern = all ? undefined : needlePattern(reader.needles);
  // Needles are ASCII, and this is the cheapest way to look at bytes as text.
  const mayTell = (payload: Buffer): boolean => pattern?.test(payload.toString('latin1')) !== false;
  return {
    mayTell(event) {
      const payload = payloadIn(event);
      return payload === undefined || mayTell(payload);
    },
    push(part) {
      const payload = payloadIn(part);
      if (payload === undefined) return reader.push(part);
      return mayTell(payload) ? reader.push(parse(payload.toString())) : false;
    },
    result: () => reader.result(),
  };
}

const patterns = new WeakMap<readonly string[], RegExp>();

function needlePattern(needles: readonly string[] | undefined): RegExp | undefined {
  if (needles === undefined) return undefined;
  const known = patterns.get(needles);
  if (known !== undefined) return known;
  const pattern = new RegExp(needles.map((needle) => needle.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'));
  patterns.set(needles, pattern);
  return pattern;
}

/** The bytes themselves, not a copy. */
function payloadIn(part: unknown): Buffer | undefined {
  const bytes = part instanceof Uint8Array ? part : memberOf(memberOf(part, 'chunk'), 'bytes');
  return bytes instanceof Uint8Array ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A body that is no JSON has no usage to read.
    return undefined;
  }
}
