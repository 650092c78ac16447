import type { ObserveOptions } from '../plugin.ts';
import { type BodyKind, type BodyTap, createBodyTap } from './body-tap.ts';
import { observeIterable, observeObjectStream } from './observe-iterable.ts';
import { isNodeReadable, observeNodeStream } from './observe-node-stream.ts';
import { isWebResponse, observeResponse } from './observe-response.ts';
import type { PartSink } from './part-sink.ts';

const observed = new WeakSet<object>();

/** Watches an answer in place for `sink`, by what it is: a `Response`, a stream, an async iterable, or a plain value. */
export function observeAnswer(
  answer: unknown,
  sink: PartSink,
  options: ObserveOptions,
  onFailure: (error: unknown) => void,
): void {
  if (typeof answer !== 'object' || answer === null) {
    if (answer !== undefined && answer !== null) sink.push(answer);
    sink.end();
    return;
  }
  if (observed.has(answer)) {
    sink.end();
    return;
  }
  if ('headers' in answer && 'status' in answer && 'body' in answer) {
    observed.add(answer);
    observeBody(answer, sink, options, onFailure);
  } else if (Symbol.asyncIterator in answer && !isNodeReadable(answer)) {
    observed.add(answer);
    if (answer instanceof ReadableStream) observeObjectStream(answer, sink);
    else observeIterable(answer as AsyncIterable<unknown>, sink);
  } else {
    sink.begin();
    sink.push(answer);
    sink.end();
  }
}

function observeBody(
  answer: object & { headers: unknown; body: unknown },
  sink: PartSink,
  options: ObserveOptions,
  onFailure: (error: unknown) => void,
): void {
  const kind = bodyKind(answer.headers, options);
  if (kind === null || answer.body === null || readHeader(answer.headers, 'content-length') === '0') {
    sink.begin();
    sink.end();
    return;
  }
  const rewriteEvent = options.rewriteEvent && passingOnFailure(options.rewriteEvent, onFailure);
  const tap = guarded(createBodyTap(kind, sink, rewriteEvent), onFailure);
  if (isWebResponse(answer)) observeResponse(answer, tap);
  else if (isNodeReadable(answer.body)) observeNodeStream(answer.body, tap);
  else sink.end();
}

/** Bodies of any other type carry no usage: their calls end with the headers. */
function bodyKind(headers: unknown, { lines, events }: ObserveOptions): BodyKind | null {
  if (lines === true) return 'lines';
  const type = readHeader(headers, 'content-type')?.toLowerCase() ?? '';
  if (events === true || type.includes('text/event-stream')) return 'events';
  if (type.includes('ndjson') || type.includes('jsonl') || type.includes('json-seq')) return 'lines';
  return /[/+]json/.test(type) ? 'json' : null;
}

function readHeader(headers: unknown, name: string): string | null {
  if (typeof headers !== 'object' || headers === null || !('get' in headers)) return null;
  if (typeof headers.get !== 'function') return null;
  const value: unknown = headers.get(name);
  return typeof value === 'string' ? value : null;
}

/** A rewriter that fails is told of once, and leaves its event and all that follow as they are. */
function passingOnFailure(
  rewrite: (data: string) => string | null,
  onFailure: (error: unknown) => void,
): (data: string) => string | null {
  let hasFailed = false;
  return (data) => {
    if (hasFailed) return data;
    try {
      return rewrite(data);
    } catch (error) {
      hasFailed = true;
      onFailure(error);
      return data;
    }
  };
}

/**
 * A fault of ours lets the bytes pass as they are, and is told once. A body ends once: what is told later (of its collection,
 * say) is not heard, and whoever heard it is let go, since it may hold the answer itself.
 */
function guarded(given: BodyTap, onFailure: (error: unknown) => void): BodyTap {
  let tap: BodyTap | undefined = given;
  const end = <Result>(action: (ending: BodyTap) => Result, otherwise: Result): Result => {
    const ending = tap;
    tap = undefined;
    if (ending === undefined) return otherwise;
    try {
      return action(ending);
    } catch (error) {
      onFailure(error);
      ending.abort();
      return otherwise;
    }
  };
  return {
    rewrites: given.rewrites,
    bytes(chunk) {
      if (tap === undefined || !(chunk instanceof Uint8Array)) return chunk;
      try {
        return tap.bytes(chunk);
      } catch (error) {
        onFailure(error);
        end((broken) => broken.abort(), undefined);
        return chunk;
      }
    },
    whole: (body) => end((ending) => ending.whole(body), undefined),
    end: () => end((ending) => ending.end(), new Uint8Array(0)),
    fail: (error) => end((ending) => ending.fail(error), undefined),
    abort: () => end((ending) => ending.abort(), undefined),
  };
}
