import type { PartSink } from './part-sink.ts';

/** Azure's first event names no model; more than a few of that kind open no stream. */
const maxOpeningEvents = 4;

/** Tells which events of a stream count although no needle is in them: the first ones, until one names the model. */
export class OpeningEvents {
  readonly #sink: PartSink;
  #seen = 0;
  #isOpen = true;

  constructor(sink: PartSink) {
    this.#sink = sink;
  }

  /** Whether the next event counts in any case. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** An event was taken. */
  next(): void {
    if (!this.#isOpen) return;
    this.#seen += 1;
    this.#isOpen = this.#seen < maxOpeningEvents && !this.#sink.isIdentified();
  }
}
