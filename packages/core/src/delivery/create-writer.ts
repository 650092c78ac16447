import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { UnsupportedOperationError } from '../errors.ts';
import type { DatabaseAdapter, TrackingData } from '../record.ts';
import { type AdapterOperation, attemptOperation, type Failure } from './attempt-operation.ts';
import type { Backlog, PendingRecord } from './backlog.ts';
import { backoffDelayMs, type Retry } from './backoff.ts';
import type { DeadLetters } from './dead-letters.ts';
import { mergeRecords, type Row } from './merge-records.ts';

const operationTimeoutMs = 15_000;
const mostPartsInWaiting = 100;
/** More than most restarts of a database take; the errors of some records are like those of an outage. */
const mostTriesOfBatch = 10;

/** Writes batches, one at a time. */
export interface Writer {
  /** When there is something to write, on the monotonic clock; infinite when there is nothing. `isHurried`: a batch need be neither full nor old. */
  dueMs(isHurried: boolean): number;
  /** Makes due what is put off. */
  hurry(): void;
  /** One write that is due; undefined when the database did its part, whatever became of the records. Rejects for a defect only. */
  writeNext(): Promise<Failure | undefined>;
}

/** Rows that are written together. Their id names exactly these rows, however often they are written. */
interface Part {
  readonly batchId: string;
  readonly rows: readonly Row[];
  failures: number;
  /** `successes` at the last failure. */
  successesBefore: number;
  /** Whether others were stored in between its failures. */
  isIsolated: boolean;
  notBeforeMs: number;
}

const untried = { failures: 0, successesBefore: Number.POSITIVE_INFINITY, isIsolated: false, notBeforeMs: 0 };

/** Takes records from `backlog` and settles them there. `stop` ends the waiting for an operation that runs. */
export function createWriter(options: {
  adapter: DatabaseAdapter;
  backlog: Backlog;
  deadLetters: DeadLetters;
  batchSize: number;
  batchIntervalMs: number;
  retry: Retry;
  clock: Clock;
  random: () => number;
  stop: AbortSignal;
}): Writer {
  const { adapter, backlog, deadLetters, batchSize, batchIntervalMs, retry, clock, random, stop } = options;
  const limits = { clock, stop, timeoutMs: operationTimeoutMs };
  const hasBatches = typeof adapter.saveBatch === 'function';
  const triesOfBatch = typeof adapter.classifyError === 'function' ? mostTriesOfBatch : retry.maxRetries;
  let sealed: PendingRecord[] = [];
  let parts: Part[] = [];
  let successes = 0;

  function dueMs(isHurried: boolean): number {
    if (sealed.length > 0) return 0;
    const first = backlog.oldestWaiting();
    let due = Number.POSITIVE_INFINITY;
    if (first !== undefined && canTake()) {
      due = isHurried || backlog.waiting >= batchSize ? 0 : first.acceptedMs + batchIntervalMs;
    }
    return parts.reduce((least, part) => Math.min(least, part.notBeforeMs), due);
  }

  /** Rows that failed wait apart and hold nobody up, until they become too many. */
  function canTake(): boolean {
    return parts.length < mostPartsInWaiting && !parts.some(goesFirst);
  }

  function goesFirst(part: Part): boolean {
    return part.failures === 0 || part.rows.length > 1;
  }

  async function writeNext(): Promise<Failure | undefined> {
    if (sealed.length === 0 && canTake()) sealed = backlog.take(batchSize);
    if (sealed.length > 0) {
      const failure = await divideSealed();
      if (failure !== undefined) return failure;
    }
    const nowMs = clock.monotonicMs();
    const ready = parts.filter(({ notBeforeMs }) => notBeforeMs <= nowMs);
    const part = ready.find(goesFirst) ?? ready[0];
    if (part === undefined) return undefined;
    const failure = await write(part);
    if (failure === undefined) {
      successes += 1;
      parts = parts.filter((other) => other !== part);
      for (const row of part.rows) backlog.settle(row.records, 'stored');
      return undefined;
    }
    if (failure.reaction === 'split') {
      divide(part, failure);
      return undefined;
    }
    part.failures += 1;
    part.isIsolated ||= successes > part.successesBefore;
    part.successesBefore = successes;
    if (part.rows.length > 1 && failure.reaction === 'retry' && part.failures > triesOfBatch) {
      // Nothing tells a long outage from a bad record: one is looked for, but never given up.
      divide(part, failure);
    } else {
      // The database may never take a row that fails alone, so the others go first.
      if (part.rows.length === 1) parts = [...parts.filter((other) => other !== part), part];
      if (part.isIsolated) part.notBeforeMs = clock.monotonicMs() + backoffDelayMs(part.failures, retry, random);
    }
    return { ...failure, isIsolated: part.isIsolated };
  }

  /** From here on the rows are fixed: a batch that is repeated is the same batch, whatever is stored meanwhile. */
  async function divideSealed(): Promise<Failure | undefined> {
    const stored = new Map<string, TrackingData>();
    const requestIds = [...new Set(sealed.filter(({ inherit }) => inherit).map(({ record }) => record.requestId))];
    if (requestIds.length > 0 && typeof adapter.listCalls === 'function') {
      const failure = await attempt('listCalls', async () => {
        const rows: unknown = await adapter.listCalls?.({ requestIds, limit: requestIds.length });
        for (const row of Array.isArray(rows) ? rows : []) if (isReadable(row)) stored.set(row.requestId, row);
      });
      const isAbsent = failure?.reaction === 'split' || failure?.error instanceof UnsupportedOperationError;
      if (failure !== undefined && !isAbsent) return failure;
    }
    const rows = mergeRecords(sealed, stored);
    const batchId = randomUUID();
    const fresh = hasBatches
      ? [{ ...untried, batchId, rows }]
      : rows.map((row, index) => ({ ...untried, batchId: `${batchId}:${index}`, rows: [row] }));
    parts.unshift(...fresh);
    sealed = [];
    return undefined;
  }

  function write({ batchId, rows }: Part): Promise<Failure | undefined> {
    const data = rows.map((row) => row.data);
    const [first] = data;
    if (hasBatches || first === undefined) {
      return attempt('saveBatch', (signal) => adapter.saveBatch?.(data, { batchId, signal }));
    }
    return attempt('save', (signal) => adapter.save(first, { batchId, signal }));
  }

  function attempt(operation: AdapterOperation, run: (signal: AbortSignal) => unknown): Promise<Failure | undefined> {
    return attemptOperation(adapter, operation, run, limits);
  }

  /** Something in this part is at fault: halves it, in the same order, until what is at fault stands alone. */
  function divide(part: Part, failure: Failure): void {
    const [row] = part.rows;
    if (part.rows.length > 1) {
      const middle = Math.ceil(part.rows.length / 2);
      const halves = [part.rows.slice(0, middle), part.rows.slice(middle)];
      const fresh = halves.map((rows, half) => ({ ...part, batchId: `${part.batchId}:${half}`, rows }));
      parts = parts.flatMap((other) => (other === part ? fresh : other));
    } else if (row !== undefined) {
      parts = parts.filter((other) => other !== part);
      backlog.settle(row.records, 'deadLettered');
      deadLetters.refused(row.data, row.records.length, failure.error);
    }
  }

  return {
    dueMs,
    hurry() {
      for (const part of parts) part.notBeforeMs = 0;
    },
    writeNext,
  };
}

/** A handed-in adapter may return anything. */
function isReadable(row: unknown): row is TrackingData {
  if (typeof row !== 'object' || row === null) return false;
  const { requestId, projectName, tags, timestamp } = row as Partial<TrackingData>;
  return (
    typeof requestId === 'string' &&
    typeof projectName === 'string' &&
    typeof tags === 'object' &&
    tags !== null &&
    timestamp instanceof Date
  );
}
