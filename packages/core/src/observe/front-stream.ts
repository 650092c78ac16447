import type { ReadableByteStreamController, ReadableStreamDefaultReader } from 'node:stream/web';
import type { BodyTap } from './body-tap.ts';

/** The real body behind a front. It changes when the response is cloned before anybody reads. */
export interface BodySource {
  stream: ReadableStream<Uint8Array>;
  /** Ends the front as the real body ended, when that was read without it. */
  endFront?: (error?: unknown) => void;
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;
type Result = { done: boolean; value?: Uint8Array | undefined };

/**
 * A byte stream in front of a response body: whatever reads it, its bytes pass `tap`, and it is never ahead of its reader.
 * It holds no reference to the response, so that the body of a dropped response is still cancelled by its owner.
 * Public readers and iterators read straight from the real body, which costs next to nothing;
 * `pipeTo`, `tee`, transfers and BYOB readers go through the stream itself.
 */
export function createFrontStream(source: BodySource, tap: BodyTap): ReadableStream<Uint8Array> {
  let controller: ReadableByteStreamController | undefined;
  let realReader: Reader | undefined;
  let ended = false;

  const finish = (): void => {
    try {
      controller?.close();
    } catch {
      // Closed or cancelled before.
    }
  };
  source.endFront = (error) => {
    ended = true;
    if (error === undefined) finish();
    else controller?.error(error);
  };
  const pass = (result: Result): Result | Promise<Result> => {
    if (result.done || result.value === undefined) {
      const rest = ended ? undefined : tap.end();
      ended = true;
      if (rest !== undefined && rest.length > 0) return { done: false, value: rest };
      finish();
      return result;
    }
    const value = tap.bytes(result.value);
    if (value === result.value) return result;
    return value.length === 0 ? read() : { done: false, value };
  };
  const failed = (error: unknown): never => {
    ended = true;
    tap.fail(error);
    controller?.error(error);
    throw error;
  };
  const read = (): Promise<Result> => {
    realReader ??= source.stream.getReader();
    return realReader.read().then(pass, failed);
  };
  const cancel = (reason: unknown): Promise<void> => {
    ended = true;
    tap.abort();
    return realReader === undefined ? source.stream.cancel(reason) : realReader.cancel(reason);
  };

  const front = new ReadableStream({
    type: 'bytes',
    start(started) {
      controller = started;
    },
    async pull(pulled) {
      const { done, value } = await read();
      // A byte stream transfers the buffer that it is given; this one may belong to somebody else.
      if (!done && value !== undefined) pulled.enqueue(new Uint8Array(value));
      else pulled.byobRequest?.respond(0);
    },
    cancel,
  });
  const getOwnReader: typeof front.getReader = front.getReader.bind(front);
  const openReader = (): Reader => {
    const reader: Reader = getOwnReader();
    const readQueued = reader.read.bind(reader);
    const releaseLock = reader.releaseLock.bind(reader);
    let released = false;
    define(reader, 'read', () => (released ? readQueued() : read()));
    define(reader, 'releaseLock', () => {
      released = true;
      releaseLock();
    });
    return reader;
  };
  const values = (options?: { preventCancel?: boolean }): AsyncIterableIterator<Uint8Array> =>
    iterateReader(openReader(), options?.preventCancel === true);
  define(front, 'getReader', (options?: { mode: 'byob' }) =>
    options?.mode === undefined ? openReader() : getOwnReader(options),
  );
  define(front, 'values', values);
  define(front, Symbol.asyncIterator, values);
  return front;
}

/** The iterator of a stream over this reader, as the streams standard describes it. https://streams.spec.whatwg.org/#rs-asynciterator */
function iterateReader(reader: Reader, preventCancel: boolean): AsyncIterableIterator<Uint8Array> {
  let finished = false;
  const finish = (): void => {
    finished = true;
    reader.releaseLock();
  };
  const advance = (result: Result): IteratorResult<Uint8Array> => {
    if (!result.done && result.value !== undefined) return { done: false, value: result.value };
    finish();
    return { done: true, value: undefined };
  };
  const failed = (error: unknown): never => {
    finish();
    throw error;
  };
  return {
    next: () => (finished ? Promise.resolve({ done: true, value: undefined }) : reader.read().then(advance, failed)),
    async return(value?: unknown) {
      if (!finished) {
        finished = true;
        const cancelled = preventCancel ? undefined : reader.cancel(value);
        reader.releaseLock();
        await cancelled;
      }
      return { done: true, value };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** A member that neither `Object.keys` nor `util.inspect` shows. */
function define(target: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true });
}
