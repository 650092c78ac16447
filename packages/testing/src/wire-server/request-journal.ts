import type { WireRequest } from './wire-format.ts';

/** How the server's answer to a request ended. */
export type AnswerEnd = 'finished' | 'closed-by-client' | 'cut';

/** One request as the server saw it, and what became of its answer. */
export interface JournalEntry extends WireRequest {
  /** Path and query, as sent. */
  readonly url: string;
  /** As sent, in order. */
  readonly headerNames: readonly string[];
  /** Null before the answer begins. */
  readonly status: number | null;
  /** Events (or parts of a whole body) handed to the socket so far. */
  readonly eventsWritten: number;
  /** The socket is full: nothing more is written until the client reads. */
  readonly blocked: boolean;
  /** Null while the answer is under way. */
  readonly end: AnswerEnd | null;
  /** Resolves when it is not under way any more. */
  readonly ended: Promise<AnswerEnd>;
}

/** The server's own side of a `JournalEntry`. */
export interface OpenEntry extends JournalEntry {
  status: number | null;
  eventsWritten: number;
  blocked: boolean;
  end: AnswerEnd | null;
  settle(end: AnswerEnd): void;
}

/** Begins the entry of a request. */
export function openEntry(request: WireRequest, url: string, rawHeaders: readonly string[]): OpenEntry {
  let resolve: (end: AnswerEnd) => void = () => {};
  const ended = new Promise<AnswerEnd>((settled) => {
    resolve = settled;
  });
  const entry: OpenEntry = {
    ...request,
    url,
    headerNames: rawHeaders.filter((_, index) => index % 2 === 0),
    status: null,
    eventsWritten: 0,
    blocked: false,
    end: null,
    ended,
    settle(end) {
      if (entry.end !== null) return;
      entry.end = end;
      resolve(end);
    },
  };
  Object.defineProperty(entry, 'settle', { enumerable: false });
  return entry;
}
