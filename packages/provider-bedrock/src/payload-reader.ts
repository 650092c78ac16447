import type { UsageReader } from '@llm-tracker/core/plugin';

/** Reads the JSON in the bytes that InvokeModel answers with: a body, or the payload of one `{ chunk: { bytes } }` event. Bytes without any of the reader's needles are not parsed, unless `all` says so; what has no bytes is passed on. */
export function payloadReader(reader: UsageReader, all = false): UsageReader {
  const needles = all ? undefined : reader.needles;
  return {
    push(part) {
      const bytes = bytesIn(part);
      if (bytes === undefined) return reader.push(part);
      const payload = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      if (needles !== undefined && !needles.some((needle) => payload.includes(needle))) return false;
      return reader.push(parse(payload.toString()));
    },
    result: () => reader.result(),
  };
}

function bytesIn(part: unknown): Uint8Array | undefined {
  if (part instanceof Uint8Array) return part;
  if (typeof part !== 'object' || part === null || !('chunk' in part)) return undefined;
  const { chunk } = part;
  if (typeof chunk !== 'object' || chunk === null || !('bytes' in chunk)) return undefined;
  return chunk.bytes instanceof Uint8Array ? chunk.bytes : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A body that is no JSON has no usage to read.
    return undefined;
  }
}
