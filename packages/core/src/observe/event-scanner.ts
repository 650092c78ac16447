import { asBuffer, lastEventEnd, PendingBytes } from './event-boundary.ts';
import { needlePattern } from './needle-pattern.ts';
import { OpeningEvents } from './opening-events.ts';
import { parseMembers } from './parse-members.ts';
import type { PartSink } from './part-sink.ts';
import { pushBareJson } from './push-bare-json.ts';
import { readServerSentEvent, readStreamError } from './server-sent-event.ts';

/** A stream that never ends an event is not kept: what is longer than this is passed over. */
const maxEventBytes = 32 * 1024 * 1024;

/** Finds the events that matter in bytes on their way to the app. Carries at most one unfinished event; parses only events with a needle, the first, and errors. */
export class EventScanner {
  readonly #sink: PartSink;
  readonly #pattern: RegExp | undefined;
  readonly #kind: 'events' | 'lines';
  readonly #pending = new PendingBytes();
  #started = false;
  readonly #opening: OpeningEvents;
  #done = false;
  #last: string | undefined;

  constructor(sink: PartSink, kind: 'events' | 'lines') {
    this.#sink = sink;
    this.#kind = kind;
    this.#pattern = needlePattern(sink.needles);
    this.#opening = new OpeningEvents(sink);
  }

  /** The next bytes. */
  add(chunk: Uint8Array): void {
    if (this.#done || chunk.length === 0) return;
    if (!this.#started) {
      this.#started = true;
      this.#sink.begin();
    }
    const pending = this.#pending.length;
    if (pending > 0 && !(this.#kind === 'events' ? this.#pending.mayEndEvent(chunk) : chunk.includes(10))) {
      if (pending + chunk.length > maxEventBytes) this.#pending.clear();
      else this.#pending.keep(chunk);
      return;
    }
    const bytes = this.#pending.join(chunk);
    const end = this.#kind === 'events' ? lastEventEnd(bytes) : asBuffer(bytes).lastIndexOf(10) + 1;
    if (end < bytes.length) this.#pending.keep(bytes.subarray(end));
    if (end > 0) this.#scan(end === bytes.length ? bytes : bytes.subarray(0, end));
  }

  /** The bytes ended; an event without a closing blank line counts as the SDKs count it. */
  end(): void {
    if (!this.#done && this.#pending.length > 0) this.#scan(this.#pending.join(new Uint8Array(0)));
    this.stop();
  }

  /** Nothing more comes; of a stream cut short the last event stands. */
  stop(): void {
    if (!this.#done && this.#last !== undefined) this.#push('', this.#last);
    this.#done = true;
    this.#pending.clear();
  }

  #scan(bytes: Uint8Array): void {
    const buffer = asBuffer(bytes);
    if (!this.#opening.isOpen && this.#pattern !== undefined && !this.#pattern.test(buffer.toString('latin1'))) return;
    for (const event of splitEvents(buffer.toString(), this.#kind)) {
      if (!this.#opening.isOpen && this.#pattern !== undefined && !this.#pattern.test(event)) continue;
      const { name, data } = this.#kind === 'events' ? readServerSentEvent(event) : { name: '', data: event };
      if (data === null) pushBareJson(this.#sink, event);
      else if (data !== '') this.#take(name, data);
      if (this.#done) return;
    }
  }

  #take(name: string, data: string): void {
    if (data.startsWith('[DONE]')) {
      this.end();
      this.#sink.end();
      return;
    }
    if (this.#sink.lastOnly && !this.#opening.isOpen && name !== 'error') this.#last = data;
    else this.#push(name, data);
    this.#opening.next();
  }

  #push(name: string, data: string): void {
    const value = parseMembers(data, undefined);
    const error = this.#kind === 'events' ? readStreamError(name, value) : null;
    if (error !== null) {
      this.#done = true;
      this.#sink.fail(error);
    } else if (value !== undefined && this.#sink.push(value)) {
      this.#done = true;
    }
  }
}

function splitEvents(text: string, kind: 'events' | 'lines'): string[] {
  const lines = text.replaceAll(/\r\n?/g, '\n');
  return kind === 'events' ? lines.split(/\n{2,}/) : lines.split('\n');
}
