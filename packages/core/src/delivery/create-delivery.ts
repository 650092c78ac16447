import { adapterName } from '../adapter-name.ts';
import type { Clock } from '../clock.ts';
import { ClosedError } from '../errors.ts';
import type { DatabaseAdapter, TrackingData } from '../record.ts';
import type { ReportEvent } from '../report-event.ts';
import type { DeliveryBalance, TrackerHealth } from '../tracker.ts';
import { attemptOperation, type Failure } from './attempt-operation.ts';
import { createBacklog } from './backlog.ts';
import { backoffDelayMs, type Retry } from './backoff.ts';
import { createConnection } from './connection.ts';
import { createWriter } from './create-writer.ts';
import { createDatabaseState } from './database-state.ts';
import { createDeadLetters } from './dead-letters.ts';
import { createFlushCalls } from './flush-calls.ts';

const capacity = 10_000;

/** Brings records to the database: repeated until it has them, and counted once by their id. No member throws. */
export interface Delivery {
  /**
   * Takes a sanitized record; on the path of the app's call, so it never runs the adapter. `inherit`: the record names no
   * attribution and is keyed or above revision 1. After `disconnect()` a record is still counted, and stays pending.
   */
  accept(record: TrackingData, options?: { inherit?: boolean }): void;
  /** Nothing is written before. Rejects with a `StorageError` for what only a person can mend, and with a `ClosedError` after `disconnect()`; a database that is away is waited for in the background. */
  connect(): Promise<void>;
  /** Writes everything accepted before, or what the deadline allows. A database that is down is tried once, more often only if the next try comes before the deadline. Never rejects. */
  flush(timeoutMs: number): Promise<DeliveryBalance>;
  balance(): DeliveryBalance;
  status(): Pick<TrackerHealth, 'database' | 'oldestPendingMs'>;
  /** Flushes and disconnects the adapter, both before one deadline, and says what remains. Always the same promise; never rejects. */
  disconnect(timeoutMs: number): Promise<DeliveryBalance>;
}

/** One adapter, one writer. `random` gives numbers from 0 to below 1, for the backoff. */
export function createDelivery(options: {
  adapter: DatabaseAdapter;
  batchSize: number;
  batchIntervalMs: number;
  retry: Retry;
  clock: Clock;
  random: () => number;
  report: ReportEvent;
}): Delivery {
  const { adapter, batchSize, retry, clock, random, report } = options;
  const name = adapterName(adapter);
  const stopping = new AbortController();
  const stop = stopping.signal;
  const backlog = createBacklog(capacity);
  const deadLetters = createDeadLetters({ capacity, clock, report });
  const pending = (): number => backlog.balance().pending;
  const database = createDatabaseState({ adapterName: name, clock, report, retryMs: retry.maxDelayMs, pending });
  const connection = createConnection({ adapter, clock, stop, onSlow: database.failed });
  const writer = createWriter({ ...options, backlog, deadLetters, stop });
  const flushCalls = createFlushCalls(clock);
  let disconnecting: Promise<DeliveryBalance> | undefined;
  let isWanted = false;
  let isRunning = false;
  let acceptedTooLate = 0;
  let failures = 0;
  let retryAtMs = 0;
  let wakeAtMs = Number.POSITIVE_INFINITY;
  let cancelWake: (() => void) | undefined;

  /** When the next operation is due; infinite when there is nothing to do. */
  function dueAtMs(): number {
    if (stop.aborted || !isWanted) return Number.POSITIVE_INFINITY;
    return Math.max(retryAtMs, connection.isConnected ? writer.dueMs(flushCalls.size > 0) : 0);
  }

  /** Arms the timer of the next operation. Never runs one at once: neither inside the app's call nor batch after batch in one turn of its event loop. */
  function wake(): void {
    const dueMs = dueAtMs();
    if (isRunning || dueMs >= wakeAtMs) return;
    cancelWake?.();
    wakeAtMs = dueMs;
    cancelWake = clock.schedule(onWake, Math.max(0, dueMs - clock.monotonicMs()));
  }

  function onWake(): void {
    wakeAtMs = Number.POSITIVE_INFINITY;
    void run();
  }

  /** One operation, if it is due. Never rejects. */
  async function run(): Promise<void> {
    if (isRunning) return;
    if (dueAtMs() <= clock.monotonicMs()) {
      isRunning = true;
      const operation = connection.isConnected ? writer.writeNext() : connection.attempt();
      const failure = await operation.catch(defectFailure);
      isRunning = false;
      if (stop.aborted) return;
      learn(failure);
      connection.settle(failure);
    }
    wake();
  }

  function learn(failure: Failure | undefined): void {
    if (failure === undefined) {
      failures = 0;
      retryAtMs = 0;
      database.succeeded();
    } else if (failure.isIsolated !== true) {
      failures += 1;
      const delayMs = backoffDelayMs(failure.reaction === 'park' ? Number.POSITIVE_INFINITY : failures, retry, random);
      retryAtMs = clock.monotonicMs() + delayMs;
      database.failed(failure);
    }
    flushCalls.progress(backlog.oldest()?.sequence ?? Number.POSITIVE_INFINITY, dueAtMs());
  }

  /** Tries at once, also when the next try of a database that is down is not due yet. */
  async function drain(untilSequence: number, deadlineMs: number): Promise<void> {
    const first = backlog.oldest();
    if (stop.aborted || !isWanted || first === undefined || first.sequence > untilSequence) return;
    const drained = flushCalls.wait(untilSequence, deadlineMs);
    retryAtMs = 0;
    writer.hurry();
    wake();
    await drained;
  }

  async function close(deadlineMs: number): Promise<DeliveryBalance> {
    await drain(Number.MAX_SAFE_INTEGER, deadlineMs);
    cancelWake?.();
    stopping.abort();
    connection.settle();
    flushCalls.end();
    deadLetters.reportNow();
    if (isWanted) await disconnectAdapter(Math.max(0, deadlineMs - clock.monotonicMs()));
    database.closed();
    const balance = backlog.balance();
    if (balance.pending > 0) {
      report({
        type: 'delivery:records_left',
        level: 'error',
        message: `${balance.pending} records were not stored before disconnect() ended, and are lost when the process ends.`,
        details: { pending: balance.pending },
      });
    }
    return balance;
  }

  async function disconnectAdapter(timeoutMs: number): Promise<void> {
    const limits = { clock, timeoutMs, keepAlive: true };
    const failure = await attemptOperation(adapter, 'disconnect', () => adapter.disconnect(), limits);
    if (failure === undefined) return;
    report({
      type: 'delivery:disconnect_failed',
      level: 'warning',
      message: `${name} failed in disconnect(). No record is lost by it, but connections may stay open.`,
      details: { adapter: name },
      error: failure.error,
    });
  }

  function reportTooLate(): void {
    report({
      type: 'delivery:closed',
      level: 'error',
      message: `${acceptedTooLate} records came after disconnect() and are lost when the process ends. Disconnect later.`,
      details: { records: acceptedTooLate },
    });
    acceptedTooLate = 0;
  }

  return {
    accept(record, settings) {
      if (backlog.accept(record, settings?.inherit === true, clock.monotonicMs())) deadLetters.overflowed();
      if (stop.aborted) {
        acceptedTooLate += 1;
        if (acceptedTooLate === 1) clock.schedule(reportTooLate, 0);
      } else if (backlog.waiting === 1 || backlog.waiting === batchSize) {
        wake();
      }
    },
    connect() {
      if (disconnecting !== undefined) return Promise.reject(new ClosedError('connect()'));
      isWanted = true;
      retryAtMs = 0;
      const outcome = connection.isConnected ? Promise.resolve() : connection.outcome();
      void run();
      return outcome;
    },
    async flush(timeoutMs) {
      await drain(backlog.balance().captured, clock.monotonicMs() + timeoutMs);
      return backlog.balance();
    },
    balance: backlog.balance,
    status() {
      const oldest = backlog.oldest();
      return {
        database: database.status(),
        oldestPendingMs: oldest === undefined ? 0 : Math.round(clock.monotonicMs() - oldest.acceptedMs),
      };
    },
    disconnect(timeoutMs) {
      disconnecting ??= close(clock.monotonicMs() + timeoutMs);
      return disconnecting;
    },
  };
}

/** A defect of ours is loud and is tried again, but ends nobody's process. */
function defectFailure(error: unknown): Failure {
  return { operation: 'saveBatch', error, reaction: 'retry' };
}
