import type { AttributionScope, ResolvedAttribution } from '../attribution.ts';
import type { Clock } from '../clock.ts';
import type { CallDetails, CallInfo, CallStart, ObservedCall, ReportedUsage, UsageReader } from '../plugin.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import { hasUsage } from '../pricing/record-cost.ts';
import type { Attribution, TrackingData, UsageSource } from '../record.ts';
import type { ReportEvent } from '../report-event.ts';
import { createRequestId, requestIdFor } from '../storage/request-id.ts';
import { buildRecord } from './build-record.ts';
import { type CallEnding, isFree, usageSourceOf } from './call-ending.ts';
import type { CallListeners, Settlement } from './call-listeners.ts';
import { describeFailure, type Failure } from './describe-failure.ts';
import { mergeDetails } from './merge-details.ts';
import type { PartSink } from './part-sink.ts';
import { waitForRetry } from './wait-for-retry.ts';

/** What the calls of one tracker share. */
export interface CallEnvironment {
  readonly clock: Clock;
  readonly attribution: AttributionScope;
  readonly listeners: CallListeners;
  readonly report: ReportEvent;
  /** The price book in force now. */
  book(): PriceBook;
  /** Takes a finished record. Never throws. */
  accept(record: TrackingData): TrackingData;
  /** Calls that failed and may still be retried. */
  readonly waiting: Set<Call>;
}

/** One call from its preparation to its record. Settles once; no member throws. */
export class Call implements ObservedCall, PartSink {
  readonly requestId: string;
  readonly admitted: Promise<void> | undefined;
  readonly #environment: CallEnvironment;
  readonly #start: CallStart & { provider: string };
  readonly #attribution: ResolvedAttribution;
  readonly #book: PriceBook;
  readonly #timestamp: Date;
  readonly #startedMs: number;
  readonly #settlement: Settlement | undefined;
  readonly #reader: UsageReader;
  #attempts = 0;
  #details: CallDetails = {};
  #firstPartMs: number | null = null;
  #waiting: { failure: Failure; cancel: () => void; isWritten: boolean } | null = null;
  #settled = false;
  #isKeyKnown = false;
  /** A key comes with the first parts or never. */
  #partsThatMayHoldKey = 4;

  constructor(environment: CallEnvironment, start: CallStart & { provider: string }, plugin: Attribution | undefined) {
    this.#environment = environment;
    this.#start = start;
    this.#reader = start.reader;
    this.#startedMs = environment.clock.monotonicMs();
    const now = environment.clock.now();
    this.#timestamp = new Date(now);
    this.requestId = createRequestId(now);
    this.#attribution = environment.attribution.resolve(plugin, start.attribution);
    this.#book = environment.book();
    if (environment.listeners.hasListeners) {
      this.#settlement = environment.listeners.createSettlement();
      if (start.isStoredOnlyWithUsage !== true)
        this.admitted = environment.listeners.admit(this.#info(), this.#settlement);
      this.admitted?.catch((error: unknown) => this.#deny(error));
    }
  }

  get needles(): readonly string[] | undefined {
    return this.#reader.needles;
  }

  get fields(): readonly string[] | undefined {
    return this.#reader.fields;
  }

  get lastOnly(): boolean {
    return this.#reader.lastOnly === true;
  }

  isIdentified(): boolean {
    return this.#settled || this.#details.model !== undefined || this.#read()?.model !== undefined;
  }

  /** Whether it has its final record, or never will have one. */
  get isSettled(): boolean {
    return this.#settled;
  }

  attempt(): void {
    if (this.#settled) return;
    this.#attempts += 1;
    this.#stopWaiting();
    this.#firstPartMs = null;
    // What the attempt before was answered with is not what this one is.
    const { httpStatus: _status, providerRequestId: _id, ...kept } = this.#details;
    this.#details = kept;
    if (this.#attempts === 1 && this.#settlement !== undefined)
      this.#environment.listeners.leave(this.#info(), this.#settlement);
  }

  update(details: CallDetails): void {
    if (this.#settled) return;
    this.#details = mergeDetails(this.#details, details);
    if (details.dedupeKey !== undefined) this.#noteKey();
  }

  begin(): void {
    this.#firstPartMs ??= this.#environment.clock.monotonicMs() - this.#startedMs;
  }

  push(part: unknown): boolean {
    if (this.#settled) return true;
    try {
      if (this.#firstPartMs === null) this.begin();
      const isComplete = this.#reader.push(part) === true;
      if (isComplete) this.succeed();
      else if (this.#partsThatMayHoldKey-- > 0) this.#noteKey();
      return isComplete;
    } catch (error) {
      this.#reportReader(error);
      return false;
    }
  }

  succeed(): void {
    this.#settle({ kind: 'answered' });
  }

  end(): void {
    this.succeed();
  }

  abort(): void {
    // An SDK may stop reading because the app's signal told it to.
    if (this.#start.signal?.aborted === true) this.fail(new DOMException('This operation was aborted', 'AbortError'));
    else this.#settle({ kind: 'left' });
  }

  fail(error: unknown, options?: { retryWithinMs?: number }): void {
    if (this.#settled) return;
    const failure = describeFailure(error);
    if (failure.httpStatus !== null) this.#details = { ...this.#details, httpStatus: failure.httpStatus };
    this.#stopWaiting();
    if (options?.retryWithinMs === undefined || this.#attempts === 0) {
      this.#settle({ kind: 'failed', failure });
      return;
    }
    this.#environment.waiting.add(this);
    const cancel = waitForRetry(this.#environment.clock, options.retryWithinMs, this.#start.signal, {
      onTimeout: () => this.settleWaiting(),
      onAbort: () => this.abort(),
    });
    this.#waiting = { failure, cancel, isWritten: false };
  }

  /** Writes a failure that waits for a retry provisionally: whatever comes of it replaces the row. */
  writeWaiting(): void {
    const waiting = this.#waiting;
    if (waiting === null || waiting.isWritten) return;
    waiting.isWritten = true;
    this.#accept(() => ({ ...this.#record({ kind: 'failed', failure: waiting.failure }), revision: 0 }));
  }

  /** Settles a failure that waits for a retry. */
  settleWaiting(): void {
    if (this.#waiting !== null) this.#settle({ kind: 'failed', failure: this.#waiting.failure });
  }

  #deny(error: unknown): void {
    this.#settle({ kind: 'denied', failure: { ...describeFailure(error), errorCode: 'denied', httpStatus: null } });
  }

  #stopWaiting(): void {
    this.#waiting?.cancel();
    this.#waiting = null;
    this.#environment.waiting.delete(this);
  }

  #settle(ending: CallEnding): void {
    if (this.#settled) return;
    this.#stopWaiting();
    this.#settled = true;
    const isStored = this.#isStored(ending);
    const record = isStored ? this.#accept(() => this.#record(ending)) : null;
    this.#settlement?.settle(record);
  }

  #isStored(ending: CallEnding): boolean {
    if (this.#attempts === 0) return ending.kind === 'denied';
    if (this.#start.isStoredOnlyWithUsage !== true) return true;
    const usage = this.#read();
    return usage !== null && hasUsage(usage);
  }

  #accept(makeRecord: () => TrackingData): TrackingData | null {
    try {
      return this.#environment.accept(makeRecord());
    } catch (error) {
      this.#environment.report({
        type: 'plugin_failed',
        level: 'error',
        message: `A ${this.#start.provider} ${this.#start.operation} call could not be recorded.`,
        error,
      });
      return null;
    }
  }

  /** A background call writes its pending record as soon as its key is known, so that any process can complete it. */
  #noteKey(): void {
    if (this.#isKeyKnown || this.#attempts === 0) return;
    if (this.#details.dedupeKey === undefined && this.#read()?.dedupeKey === undefined) return;
    this.#isKeyKnown = true;
    this.#accept(() => this.#record({ kind: 'answered' }, 'pending'));
  }

  #record(ending: CallEnding, forced?: UsageSource): TrackingData {
    const usage = this.#read();
    const told = mergeDetails(usage ?? {}, this.#details);
    // What the request alone tells (characters, images) was used only if an answer came.
    const isAnswered = ending.kind === 'answered' || ending.kind === 'left' || this.#firstPartMs !== null;
    const items = isAnswered ? (usage?.items ?? []) : [];
    const failure = ending.kind === 'failed' || ending.kind === 'denied' ? ending.failure : null;
    const usageSource =
      forced ??
      usageSourceOf(ending, {
        isPending: told.usageSource === 'pending',
        isReported: usage !== null && hasUsage(usage),
        hasBegun: this.#firstPartMs !== null,
      });
    // Totals of an answer that was cut short are not those of its items.
    const complete = usageSource === 'reported' ? usage : null;
    const httpStatus = failure?.httpStatus ?? told.httpStatus ?? null;
    const requestedModel = this.#start.model ?? told.requestedModel ?? null;
    return buildRecord(
      {
        ...this.#identity(told),
        revision: usageSource === 'pending' ? 0 : 1,
        origin: 'call',
        callCount: 1,
        attribution: this.#attribution,
        tags: told.tags,
        provider: this.#start.provider,
        operation: this.#start.operation,
        model: told.model ?? requestedModel ?? 'unknown',
        requestedModel,
        serviceTier: told.serviceTier ?? null,
        region: told.region ?? this.#start.region ?? null,
        recordedAt: new Date(this.#environment.clock.now()),
        latencyMs: Math.round(this.#environment.clock.monotonicMs() - this.#startedMs),
        timeToFirstTokenMs: this.#start.streamed && this.#firstPartMs !== null ? Math.round(this.#firstPartMs) : null,
        success: failure === null,
        streamed: this.#start.streamed === true,
        attempts: told.attempts ?? this.#attempts,
        httpStatus,
        errorCode: ending.kind === 'left' ? 'aborted' : (failure?.errorCode ?? null),
        error: failure?.error ?? null,
        responseId: told.responseId ?? null,
        providerRequestId: told.providerRequestId ?? null,
        usageSource,
      },
      {
        items,
        promptTokens: complete?.promptTokens,
        completionTokens: complete?.completionTokens,
        statedCostUsd: complete?.statedCostUsd,
        priceContext: told.model === undefined ? { ...told.priceContext, modelSource: 'request' } : told.priceContext,
        isFree: isFree(ending, items.length > 0, httpStatus),
      },
      this.#book,
    );
  }

  #identity(told: CallDetails): { requestId: string; timestamp: Date } {
    if (told.dedupeKey === undefined) return { requestId: this.requestId, timestamp: this.#timestamp };
    return { requestId: requestIdFor(told.dedupeKey, told.createdAt), timestamp: told.createdAt ?? this.#timestamp };
  }

  #read(): ReportedUsage | null {
    try {
      return this.#reader.result();
    } catch (error) {
      this.#reportReader(error);
      return null;
    }
  }

  #reportReader(error: unknown): void {
    const { provider: plugin, operation } = this.#start;
    const message = `The usage reader of ${plugin} ${operation} failed; the call is recorded without its usage.`;
    this.#environment.report({ type: 'plugin_failed', level: 'warning', plugin, message, error });
  }

  #info(): CallInfo {
    const { reader: _, attribution: __, signal: ___, ...known } = this.#start;
    return { ...known, requestId: this.requestId, timestamp: this.#timestamp, attribution: this.#attribution };
  }
}
