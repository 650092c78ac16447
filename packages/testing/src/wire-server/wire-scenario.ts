import type { Gate } from './create-gate.ts';
import type { WireError } from './wire-format.ts';

/** Tokens to report, in every format's own spelling. Totals include their parts, as OpenAI counts them. */
export interface WireUsage {
  inputTokens: number;
  cachedInputTokens: number;
  cacheWriteInputTokens: number;
  audioInputTokens: number;
  outputTokens: number;
  reasoningOutputTokens: number;
  audioOutputTokens: number;
  acceptedPredictionTokens: number;
  rejectedPredictionTokens: number;
}

/** A tool that the model asks for. `arguments` is JSON text. */
export interface WireToolCall {
  name: string;
  arguments: string;
}

/** How server-sent events are written. */
export interface EventSpelling {
  /** What ends a line. @default "\n" */
  lineEnd?: '\n' | '\r' | '\r\n' | undefined;
  /** What stands after `data:`. @default " " */
  afterColon?: '' | ' ' | undefined;
  /** JSON with spaces and line breaks between its tokens, one `data:` line per line of JSON. @default false */
  multiLine?: boolean | undefined;
  /** JSON with a space after every colon and comma. @default false */
  spaced?: boolean | undefined;
  /** A comment line before every event. @default false */
  comments?: boolean | undefined;
  /** Leaves the empty line after the last event out. @default false */
  unfinished?: boolean | undefined;
}

/** Where in an answer something happens: before its headers, or after so many events. Half of a whole body counts as one event. */
export type AnswerPoint = 'before-headers' | { afterEvents: number };

/** What the server does with one request. An empty scenario answers as the vendor would. */
export interface WireScenario {
  /** Refuses with this status and the vendor's own error body. */
  status?: number | undefined;
  /** What the refusal, or the error event in mid-stream, says. */
  error?: Omit<WireError, 'status'> | undefined;
  /** Answers 400 to a body with one of these top-level members, as servers do that do not know it. */
  rejectFields?: readonly string[] | undefined;
  /** Added to the answer's headers, or replacing them, e.g. `x-should-retry`, `retry-after-ms`. */
  headers?: Record<string, string> | undefined;
  /** The model that answers. @default the dated name of the one asked for */
  model?: string | undefined;
  /** What the model says. @default a sentence */
  text?: string | undefined;
  /** What the model asks for. @default the first tool offered, once */
  toolCalls?: readonly WireToolCall[] | undefined;
  /** @default made from the lengths of prompt and answer */
  usage?: Partial<WireUsage> | undefined;
  /** How many pieces of text a stream has. @default one per word */
  textEvents?: number | undefined;
  /** Changes each JSON body, or the data of each event, before it is written. */
  rewrite?: ((data: unknown) => unknown) | undefined;
  /** Sent in place of the body, as it is. */
  body?: string | Uint8Array | undefined;
  /** Closes the connection there. */
  cut?: AnswerPoint | undefined;
  /** Goes no further, with the connection open. */
  hang?: AnswerPoint | undefined;
  /** Sends an error event there, and ends the stream. */
  failAfterEvents?: number | undefined;
  /** Passed before every event; the test opens it step by step. */
  gate?: Gate | undefined;
  /** How bytes are cut into writes, each an HTTP chunk of its own: one per event, all in one, or so many bytes each (sizes in turn). @default "event" */
  writes?: 'event' | 'all' | readonly number[] | undefined;
  spelling?: EventSpelling | undefined;
  /** Compresses the answer. @default false */
  gzip?: boolean | undefined;
}
