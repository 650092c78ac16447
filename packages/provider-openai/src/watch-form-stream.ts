import type { Readable } from 'node:stream';
import type { RequestFields } from './request-fields.ts';

const longestValueBytes = 1024;
const textPartHeader = /^--[^\r\n]+\r\nContent-Disposition: form-data; name="([^"\r\n]+)"\r\n\r\n$/i;

/**
 * The text fields of a form that the SDK wrapped as a Node stream (openai 4), known as they pass on their way out.
 * Nothing is read ahead, held back or changed; files are not looked at.
 */
export function watchFormStream(stream: Readable): RequestFields {
  const fields = new Map<string, string>();
  const push = stream.push.bind(stream);
  let name: string | undefined;
  // The encoder pushes a part's header, its value, and the line break after it one by one.
  const look = (chunk: unknown): void => {
    if (!(chunk instanceof Uint8Array) || chunk.length > longestValueBytes) {
      name = undefined;
      return;
    }
    const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString();
    if (name === undefined) {
      name = textPartHeader.exec(text)?.[1];
    } else {
      fields.set(name, text);
      name = undefined;
    }
  };
  Object.defineProperty(stream, 'push', {
    value: (chunk: unknown, encoding?: BufferEncoding): boolean => {
      look(chunk);
      return push(chunk, encoding);
    },
    writable: true,
    configurable: true,
  });
  return (field) => fields.get(field);
}

/** The stream inside a form of openai 4; null for any other body. */
export function formStreamIn(body: unknown): Readable | null {
  if (typeof body !== 'object' || body === null || !('body' in body)) return null;
  if (Reflect.get(body, Symbol.toStringTag) !== 'MultipartBody') return null;
  const stream: unknown = body.body;
  const isReadable = typeof stream === 'object' && stream !== null && 'push' in stream && 'read' in stream;
  return isReadable ? (stream as Readable) : null;
}
