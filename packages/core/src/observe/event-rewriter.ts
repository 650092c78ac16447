import { asBuffer, lastEventEnd, PendingBytes } from './event-boundary.ts';
import { needlePattern } from './needle-pattern.ts';
import { OpeningEvents } from './opening-events.ts';
import { parseMembers } from './parse-members.ts';
import type { PartSink } from './part-sink.ts';
import { pushBareJson } from './push-bare-json.ts';
import { readServerSentEvent, readStreamError } from './server-sent-event.ts';

const nothing = new Uint8Array(0);

/** Parses the events that matter for `sink` and passes all on as `rewrite` changes them. Holds back at most one unfinished event. */
export class EventRewriter {
  readonly #sink: PartSink;
  readonly #rewrite: (data: string) => string | null;
  readonly #pattern: RegExp | undefined;
  readonly #pending = new PendingBytes();
  readonly #opening: OpeningEvents;
  #started = false;
  #done = false;

  constructor(sink: PartSink, rewrite: (data: string) => string | null) {
    this.#sink = sink;
    this.#rewrite = rewrite;
    this.#pattern = needlePattern(sink.needles);
    this.#opening = new OpeningEvents(sink);
  }

  /** The next bytes; returns what the app gets of them. */
  add(chunk: Uint8Array): Uint8Array {
    if (chunk.length === 0) return chunk;
    if (!this.#started) {
      this.#started = true;
      this.#sink.begin();
    }
    if (this.#pending.length > 0 && !this.#pending.mayEndEvent(chunk)) {
      this.#pending.keep(chunk);
      return nothing;
    }
    const bytes = this.#pending.join(chunk);
    const end = lastEventEnd(bytes);
    if (end < bytes.length) this.#pending.keep(bytes.subarray(end));
    return end === 0 ? nothing : this.#pass(end === bytes.length ? bytes : bytes.subarray(0, end));
  }

  /** The bytes ended; returns what was held back. */
  end(): Uint8Array {
    return this.#pending.length === 0 ? nothing : this.#pass(this.#pending.join(nothing));
  }

  #pass(bytes: Uint8Array): Uint8Array {
    const text = asBuffer(bytes).toString();
    let changed = false;
    let passed = '';
    for (const event of splitEvents(text)) {
      const rewritten = this.#event(event);
      if (rewritten !== event) changed = true;
      passed += rewritten;
    }
    return changed ? new TextEncoder().encode(passed) : bytes;
  }

  #event(event: string): string {
    const line = oneLine(event);
    const { name, data } = line === null ? readServerSentEvent(event) : { name: '', data: line };
    if (data === null) pushBareJson(this.#sink, event);
    if (data === null || data === '') return event;
    if (data.startsWith('[DONE]')) {
      this.#complete();
      return event;
    }
    const rewritten = this.#rewrite(data);
    const isNeeded = this.#opening.isOpen || this.#pattern === undefined || this.#pattern.test(event);
    if (!this.#done && isNeeded) this.#observe(name, data);
    this.#opening.next();
    if (rewritten === data) return event;
    if (rewritten === null) return '';
    return line === null ? withData(event, rewritten) : `data: ${rewritten}\n\n`;
  }

  #observe(name: string, data: string): void {
    const value = parseMembers(data, undefined);
    const error = readStreamError(name, value);
    if (error !== null) {
      this.#done = true;
      this.#sink.fail(error);
    } else if (value !== undefined && this.#sink.push(value)) {
      this.#done = true;
    }
  }

  #complete(): void {
    if (this.#done) return;
    this.#done = true;
    this.#sink.end();
  }
}

/** The events of a text, each with the blank lines that end it, kept as they are. */
function splitEvents(text: string): string[] {
  if (text.includes('\r')) return text.match(/[\s\S]+?(?:(?:\r\n|\n|\r(?!\n)){2,}|$)/g) ?? [];
  const events: string[] = [];
  let start = 0;
  while (start < text.length) {
    const blank = text.indexOf('\n\n', start);
    let end = blank < 0 ? text.length : blank + 2;
    while (text[end] === '\n') end += 1;
    events.push(text.slice(start, end));
    start = end;
  }
  return events;
}

/** The data of an event as nearly all are written: one line of data and a blank one. Null for every other. */
function oneLine(event: string): string | null {
  const end = event.length - 2;
  return event.startsWith('data: ') && event.indexOf('\n') === end && event.endsWith('\n\n') && !event.includes('\r')
    ? event.slice(6, end)
    : null;
}

/** The event with its data replaced; every other line and the line endings stay. */
function withData(event: string, data: string): string {
  let written = false;
  return event.replaceAll(/(^|\r\n|\n|\r)data(?::[^\r\n]*)?(?=\r|\n|$)/g, (_line, start: string) => {
    if (written) return '';
    written = true;
    return `${start}data: ${data}`;
  });
}
