import type { Readable } from 'node:stream';
import { watchForAbandonment } from './abandonment.ts';
import type { BodyTap } from './body-tap.ts';
import { asBuffer } from './event-boundary.ts';

/** Whether this is a readable stream of Node's own, such as the body of a node-fetch response. */
export function isNodeReadable(value: unknown): value is Readable {
  return (
    typeof value === 'object' &&
    value !== null &&
    'push' in value &&
    typeof value.push === 'function' &&
    'read' in value &&
    typeof value.read === 'function' &&
    'pipe' in value
  );
}

/** Passes the bytes of a Node stream by `tap` as they enter its buffer, so that every way of reading it is covered. */
export function observeNodeStream(stream: Readable, tap: BodyTap): void {
  const push = stream.push.bind(stream);
  const emit = stream.emit.bind(stream);
  const destroy = stream.destroy.bind(stream);
  let settled = false;
  const settle = (action: () => void): void => {
    if (settled) return;
    settled = true;
    action();
  };
  const pass = (chunk: unknown): unknown => (chunk instanceof Uint8Array ? asBuffer(tap.bytes(chunk)) : chunk);

  putBack(stream, pass, () => {
    settled = true;
    return tap.end();
  });
  define(stream, 'push', (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (chunk !== null) return push(pass(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk));
    settle(() => {
      const rest = tap.end();
      if (rest.length > 0) push(asBuffer(rest));
    });
    return push(null);
  });
  define(stream, 'emit', (event: string | symbol, ...values: unknown[]): boolean => {
    if (event === 'error') settle(() => tap.fail(values[0]));
    if (event === 'close') settle(() => tap.abort());
    return emit(event, ...values);
  });
  define(stream, 'destroy', (error?: Error | null): Readable => {
    // Node destroys with an AbortError of its own when a `for await` loop is left.
    settle(() => (isLeft(error) ? tap.abort() : tap.fail(error)));
    return destroy(error ?? undefined);
  });
  watchForAbandonment(stream, tap);
}

function isLeft(error: Error | null | undefined): boolean {
  return error === undefined || error === null || ('code' in error && error.code === 'ABORT_ERR');
}

/** A short answer may be buffered, or even complete, before anybody can observe it: it is read out and put back. */
function putBack(stream: Readable, pass: (chunk: unknown) => unknown, end: () => Uint8Array): void {
  if (stream.readableLength === 0) return;
  const parts = [pass(stream.read())];
  // Node has no public member that tells that the last byte arrived but was not read yet. Reading may have let it in.
  const state = (stream as { _readableState?: { ended?: boolean } })._readableState;
  if (state?.ended === true) parts.push(asBuffer(end()));
  for (const part of parts.reverse()) {
    if (!(part instanceof Uint8Array) || part.length > 0) stream.unshift(part);
  }
}

function define(target: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true });
}
