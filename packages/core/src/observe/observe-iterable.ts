import type { PartSink } from './part-sink.ts';

type Result = IteratorResult<unknown, unknown>;
type Step = (...values: unknown[]) => Promise<Result>;

/** Watches an async iterable in place: each value it yields is a part. The object stays the same; a `for await` that breaks off still reaches the original. */
export function observeIterable(iterable: AsyncIterable<unknown>, sink: PartSink): void {
  const open = iterable[Symbol.asyncIterator].bind(iterable);
  define(iterable, Symbol.asyncIterator, (...options: unknown[]) => {
    const iterator = Reflect.apply(open, undefined, options);
    observeIterator(iterator, sink);
    return iterator;
  });
  // A generator is its own iterator; it may also be stepped by hand.
  if ('next' in iterable && typeof iterable.next === 'function') observeIterator(iterable, sink);
}

/** Watches a stream of objects in place, whatever reads it. */
export function observeObjectStream(stream: ReadableStream<unknown>, sink: PartSink): void {
  const getReader: typeof stream.getReader = stream.getReader.bind(stream);
  const openReader = (): ReadableStreamDefaultReader<unknown> => {
    const reader = getReader();
    observeStep(reader, 'read', sink);
    onCancel(reader, 'cancel', sink);
    return reader;
  };
  let front: ReadableStream<unknown> | undefined;
  const frontOf = (): ReadableStream<unknown> => {
    if (front === undefined) {
      const reader = openReader();
      front = new ReadableStream<unknown>(
        {
          async pull(controller) {
            const result = await reader.read();
            if (result.done) controller.close();
            else controller.enqueue(result.value);
          },
          cancel: (reason) => reader.cancel(reason),
        },
        { highWaterMark: 0 },
      );
    }
    return front;
  };
  define(stream, 'getReader', (options?: { mode: 'byob' }) =>
    options?.mode === undefined ? openReader() : getReader(options),
  );
  for (const name of ['pipeTo', 'pipeThrough', 'tee'] as const) {
    define(stream, name, (...values: unknown[]) => {
      const target = frontOf();
      return Reflect.apply(Reflect.get(target, name), target, values);
    });
  }
  for (const name of ['values', Symbol.asyncIterator] as const) {
    const openIterator = Reflect.get(stream, name).bind(stream);
    define(stream, name, (...options: unknown[]) => {
      const iterator = Reflect.apply(openIterator, undefined, options);
      observeIterator(iterator, sink);
      return iterator;
    });
  }
  onCancel(stream, 'cancel', sink);
}

function observeIterator(iterator: object, sink: PartSink): void {
  observeStep(iterator, 'next', sink);
  onCancel(iterator, 'return', sink);
  onCancel(iterator, 'throw', sink);
}

/** Looks at what `read` or `next` resolves to. */
function observeStep(target: object, name: 'read' | 'next', sink: PartSink): void {
  const step: unknown = Reflect.get(target, name);
  if (typeof step !== 'function' || observed.has(step)) return;
  let begun = false;
  const look = (result: Result): Result => {
    if (!begun) {
      begun = true;
      sink.begin();
    }
    if (result.done) sink.end();
    else sink.push(result.value);
    return result;
  };
  const failed = (error: unknown): never => {
    sink.fail(error);
    throw error;
  };
  const observedStep: Step = (...values) => Promise.resolve(Reflect.apply(step, target, values)).then(look, failed);
  observed.add(observedStep);
  define(target, name, observedStep);
}

function onCancel(target: object, name: 'cancel' | 'return' | 'throw', sink: PartSink): void {
  const cancel: unknown = Reflect.get(target, name);
  if (typeof cancel !== 'function' || observed.has(cancel)) return;
  const observedCancel = (...values: unknown[]): unknown => {
    sink.abort();
    return Reflect.apply(cancel, target, values);
  };
  observed.add(observedCancel);
  define(target, name, observedCancel);
}

const observed = new WeakSet<object>();

function define(target: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true });
}
