// What plugin authors import: "@llm-tracker/core/plugin".
import type { Attribution, TrackingData, UsageItem } from './record.ts';
import type { Tracker, TrackerEvent } from './tracker.ts';

/** A provider, a framework, an exporter, a budget. `tracker.use(plugin)` returns what `install` returns: a provider its client, others what they offer. */
export interface TrackerPlugin<Result> {
  /** Lower-case id; the `provider` of the calls it begins, unless they name another. */
  readonly name: string;
  /** May throw: wrong input is told here, once. */
  install(host: TrackerHost): Result;
}

/** What a tracker offers to one plugin. Nothing here throws into, delays or alters the app's call, except a guard that was installed to. */
export interface TrackerHost {
  readonly tracker: Tracker;
  /** Prepares one logical call: id, clock, attribution, price book, guards. Nothing is kept of a call that never leaves. */
  beginCall(start: CallStart): ObservedCall;
  /**
   * Watches an answer in place (Response, stream, async iterable, plain object) and returns the same object.
   * Feeds and settles a call; or, for answers that are no call (a poll, a file of batch results), hands each part to a function,
   * which must not hold the answer: one that nobody reads would never be collected.
   */
  observe<Value>(answer: Value, to: ObservedCall | ((part: unknown) => void), options?: ObserveOptions): Value;
  /** `beginCall`, guards, `run`, `observe` in one: all that a client with promise-returning methods needs. */
  observeCall<Value>(start: CallStart, run: () => Value | PromiseLike<Value>): Promise<Value>;
  /** Hears of every call as it leaves, in the app's async context; a returned function gets the settled record. Never affects the call. */
  onCall(listener: (call: CallInfo) => SettledListener | void): void;
  /** Runs before a call leaves. Throwing `CallDeniedError` denies it; any other failure, or none of both within `timeoutMs` (@default 1000), is reported and the call goes ahead. */
  guardCalls(
    guard: (call: CallInfo) => SettledListener | void | Promise<SettledListener | void>,
    options?: { timeoutMs?: number },
  ): void;
  /** Awaited by `tracker.disconnect()`. */
  onDisconnect(cleanup: () => void | Promise<void>): void;
  /** Hands an event or a caught error to the app's `onEvent`. */
  report(event: Omit<TrackerEvent, 'plugin' | 'error'> & { error?: unknown }): void;
}

/** Called exactly once: with the record as it will be stored, or with null when nothing is stored (never sent). Rows that were only recorded begin and settle at once. */
export type SettledListener = (record: TrackingData | null) => void;

/** What is known of a call before it leaves. */
export interface CallStart {
  /** @default the plugin's name */
  provider?: string;
  operation: string;
  /** Model or deployment asked for. */
  model: string | null;
  reader: UsageReader;
  streamed?: boolean;
  region?: string;
  /** The most that it can use. Computed only when a budget asks. */
  estimate?: () => UsageItem[];
  /** Overrides the surrounding `tracker.run`. */
  attribution?: Attribution;
  /** The app's own signal: whatever ends after it aborted was ended by the app. */
  signal?: AbortSignal;
  /** An endpoint that is not known to cost anything: no guard is asked, and it is stored only if it reports usage. */
  isStoredOnlyWithUsage?: true;
}

/** A call, as guards and listeners see it. */
export interface CallInfo extends Readonly<Omit<CallStart, 'reader' | 'attribution' | 'provider' | 'signal'>> {
  readonly requestId: string;
  readonly provider: string;
  readonly timestamp: Date;
  readonly attribution: Readonly<Attribution> & { readonly projectName: string };
}

/** One call. Settles once; what comes later is ignored. No member throws. */
export interface ObservedCall {
  readonly requestId: string;
  /** Await it before sending. Undefined when nothing guards calls; rejects with `CallDeniedError`. */
  readonly admitted: Promise<void> | undefined;
  /** A request leaves now. The first makes the call durable; a later one is a retry and takes back a `fail` that was waiting for it. */
  attempt(): void;
  update(details: CallDetails): void;
  /** Feeds the reader; settles when the reader says that the answer is complete. */
  push(part: unknown): void;
  succeed(): void;
  /** `retryWithinMs`: settles only if no other attempt begins in this time. */
  fail(error: unknown, options?: { retryWithinMs?: number }): void;
  /** The app stopped reading (`break`, `cancel`); to the app that is no error. */
  abort(): void;
}

/** What headers, status or answer tell. */
export interface CallDetails {
  model?: string;
  /** Model or deployment asked for, when only what is sent tells it. */
  requestedModel?: string;
  responseId?: string;
  providerRequestId?: string;
  httpStatus?: number;
  serviceTier?: string;
  region?: string;
  /** When the SDK says it itself; otherwise `attempt` counts. */
  attempts?: number;
  tags?: Record<string, string>;
  /** What else chooses the price (residency, data zone, batch, speed …), keys as in `PriceContext`; merged over what was known before. Never a host name. */
  priceContext?: Record<string, string>;
  /** Usage may come later, from anywhere: whoever learns it records it under the same key. Makes `requestId` a function of key and `createdAt`. */
  dedupeKey?: string;
  /** The provider's own time of the answer; the `timestamp` of keyed rows. */
  createdAt?: Date;
  usageSource?: 'pending';
}

/** Understands one wire format. Pure: no clock, no I/O; tolerates any input; keeps nothing but numbers. */
export interface UsageReader {
  /** Of a text stream only events containing one of these are parsed and pushed, and always the first. @default every event */
  readonly needles?: readonly string[];
  /** Of a JSON body's text only these top-level members are parsed and pushed. @default the whole body */
  readonly fields?: readonly string[];
  /** Of the matching events only the last is pushed, at the end. @default false */
  readonly lastOnly?: boolean;
  /** One part: a JSON body, a stream event, an SDK object. True when nothing that matters can follow. */
  push(part: unknown): boolean | void;
  /** What was reported so far; null if nothing. */
  result(): ReportedUsage | null;
}

/** `items` are disjoint; if they do not sum to the provider's own totals, where given, the row is `invalid`. */
export interface ReportedUsage extends CallDetails {
  items: UsageItem[];
  promptTokens?: number;
  completionTokens?: number;
  /** Decimal string: the amount that the provider itself named. */
  statedCostUsd?: string;
}

/** How an answer is watched. */
export interface ObserveOptions {
  /** As of a reader, when `to` is a function. */
  needles?: readonly string[] | undefined;
  /** The body is one JSON value per line, whatever its content type says. @default false */
  lines?: boolean | undefined;
  /** The body is read as a stream of events, whatever its content type says. @default false */
  events?: boolean | undefined;
  /** Changes the text of a stream event before the app reads it; null removes the event. */
  rewriteEvent?: ((data: string) => string | null) | undefined;
  /** What the error means with which the answer of a call broke off, and how long the SDK may take to ask for it once more. @default the error itself, at once */
  judgeFailure?: ((error: unknown) => { error: unknown; retryWithinMs?: number | undefined }) | undefined;
}

export {
  CallDeniedError,
  ClosedError,
  ConfigurationError,
  LlmTrackerError,
  StorageError,
  UnsupportedOperationError,
} from './errors.ts';
export { wrapMethod } from './observe/wrap-method.ts';
export { formatUsd, parseUsd } from './pricing/money.ts';
export type { PriceContext } from './pricing/price-context.ts';
export type {
  Attribution,
  BreakdownQuery,
  BreakdownRow,
  CallQuery,
  ConnectOptions,
  CostStatus,
  DatabaseAdapter,
  GroupKey,
  LineItem,
  RecordDetails,
  RecordOrigin,
  StatsFilter,
  TrackingData,
  UsageItem,
  UsageSource,
  UsageStats,
  UsageTotals,
  UsageUnit,
  WriteContext,
} from './record.ts';
export { createBreakdownRow } from './storage/breakdown-row.ts';
export { columnComments } from './storage/column-comments.ts';
export type { FieldKind, RecordField, StoredFieldName, SummedTotal } from './storage/record-field.ts';
export { recordFields } from './storage/record-fields.ts';
export { requestIdFor } from './storage/request-id.ts';
export {
  type FieldCondition,
  type ResolvedBreakdown,
  type ResolvedCallQuery,
  type ResolvedFilter,
  type ResolvedGroup,
  resolveBreakdownQuery,
  resolveCallQuery,
} from './storage/resolve-query.ts';
export { nearestUsd } from './storage/sanitize-record.ts';
export { cutTimeRange, type Interval, type TimePiece } from './storage/time-ranges.ts';
