import { EventRewriter } from './event-rewriter.ts';
import { EventScanner } from './event-scanner.ts';
import { parseMembers } from './parse-members.ts';
import type { PartSink } from './part-sink.ts';

/** What kind of text a body is: one JSON value, server-sent events, or one JSON value per line. */
export type BodyKind = 'json' | 'events' | 'lines';

/** Sees the bytes of one body as they pass to the app. Holds no reference to the answer itself. */
export interface BodyTap {
  /** Whether the app gets other bytes than those that arrived. */
  readonly rewrites: boolean;
  /** Bytes arrived; returns what the app gets of them (possibly nothing yet). */
  bytes(chunk: Uint8Array): Uint8Array;
  /** The whole body as the text or the value that the app was given. */
  whole(body: unknown): void;
  /** The body ended; returns what was held back. */
  end(): Uint8Array;
  fail(error: unknown): void;
  abort(): void;
}

const nothing = new Uint8Array(0);

/** Watches a body of this kind for `sink`; with `rewriteEvent`, changes its events on the way. */
export function createBodyTap(
  kind: BodyKind,
  sink: PartSink,
  rewriteEvent: ((data: string) => string | null) | undefined,
): BodyTap {
  if (kind === 'json') return jsonTap(sink);
  if (kind === 'events' && rewriteEvent !== undefined) return rewritingTap(sink, rewriteEvent);
  const scanner = new EventScanner(sink, kind);
  return {
    rewrites: false,
    bytes(chunk) {
      scanner.add(chunk);
      return chunk;
    },
    whole(body) {
      if (typeof body === 'string') scanner.add(Buffer.from(body));
      scanner.end();
      sink.end();
    },
    end() {
      scanner.end();
      sink.end();
      return nothing;
    },
    fail(error) {
      scanner.stop();
      sink.fail(error);
    },
    abort() {
      scanner.stop();
      sink.abort();
    },
  };
}

function jsonTap(sink: PartSink): BodyTap {
  let chunks: Uint8Array[] = [];
  return {
    rewrites: false,
    bytes(chunk) {
      if (chunks.length === 0) sink.begin();
      // A copy, because the app may transfer or overwrite the buffer that it is given.
      chunks.push(new Uint8Array(chunk));
      return chunk;
    },
    whole(body) {
      sink.begin();
      if (typeof body !== 'string') sink.push(body);
      else pushText(sink, body);
      sink.end();
    },
    end() {
      pushText(sink, Buffer.concat(chunks).toString());
      chunks = [];
      sink.end();
      return nothing;
    },
    fail: (error) => sink.fail(error),
    abort: () => sink.abort(),
  };
}

function pushText(sink: PartSink, text: string): void {
  const value = parseMembers(text, sink.fields);
  if (value !== undefined) sink.push(value);
}

function rewritingTap(sink: PartSink, rewriteEvent: (data: string) => string | null): BodyTap {
  const rewriter = new EventRewriter(sink, rewriteEvent);
  return {
    rewrites: true,
    bytes: (chunk) => rewriter.add(chunk),
    whole(body) {
      if (typeof body === 'string') rewriter.add(Buffer.from(body));
      rewriter.end();
      sink.end();
    },
    end() {
      const rest = rewriter.end();
      sink.end();
      return rest;
    },
    fail: (error) => sink.fail(error),
    abort: () => sink.abort(),
  };
}
