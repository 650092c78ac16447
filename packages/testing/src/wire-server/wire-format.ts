import type { WireScenario } from './wire-scenario.ts';

/** Any JSON object, as it travels. */
export type JsonObject = Record<string, unknown>;

/** One request, read to its end. */
export interface WireRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The body when it is a JSON object, else an empty object. */
  readonly json: Readonly<JsonObject>;
}

/** One event of a stream. A string in `data` is sent as it is, anything else as JSON. */
export interface WireEvent {
  event?: string;
  data: unknown;
}

/** A body that is sent whole: a string as text, bytes as they are, anything else as JSON. */
export interface WholeAnswer {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}

/** A body that is sent event by event. `events` is pulled one at a time, so that a long stream is never held. */
export interface StreamAnswer {
  headers?: Record<string, string>;
  events: Iterable<WireEvent>;
  /** How one event becomes bytes. @default server-sent events, spelled as the scenario says */
  encode?: (event: WireEvent) => Uint8Array;
}

export type WireAnswer = WholeAnswer | StreamAnswer;

/** What an error answer says; absent members get the vendor's usual words for the status. */
export interface WireError {
  status: number;
  message?: string | undefined;
  type?: string | undefined;
  code?: string | null | undefined;
  param?: string | null | undefined;
  /** The id of the request, for vendors that repeat it in the body. */
  requestId?: string | undefined;
}

/** What a format may use to answer. */
export interface AnswerContext {
  readonly scenario: WireScenario;
  /** Seconds since 1970. */
  readonly createdSeconds: number;
  /** The id of this request, the same in every run: 24 characters. */
  readonly requestId: string;
  /** An id for something in the answer, likewise. */
  nextId(): string;
}

/** A vendor's wire format. Routes and bodies only: sockets, timing and failures are the server's. */
export interface WireFormat {
  readonly name: string;
  /** Whether a request is spoken in this format. The first format that says so answers. */
  speaks(request: WireRequest): boolean;
  answer(request: WireRequest, context: AnswerContext): WireAnswer;
  /** The body and headers of a refused request. */
  refuse(error: WireError, request: WireRequest): WholeAnswer;
  /** The event that tells of a failure in mid-stream. */
  failureEvent(error: WireError, request: WireRequest): WireEvent;
  /** Headers of every answer, e.g. the request id. */
  headers(request: WireRequest, context: AnswerContext): Record<string, string>;
}
