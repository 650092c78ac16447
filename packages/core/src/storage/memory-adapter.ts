import type { BreakdownQuery, BreakdownRow, CallQuery, DatabaseAdapter, TrackingData } from '../record.ts';
import { buildBreakdown } from './build-breakdown.ts';
import { type ResolvedFilter, resolveBreakdownQuery, resolveCallQuery } from './resolve-query.ts';

/**
 * Keeps records in this process: for tests, and the reference whose statistics every database must match.
 * @example
 * const tracker = createTracker({ projectName: 'my-project', database: new MemoryAdapter() });
 */
export class MemoryAdapter implements DatabaseAdapter {
  readonly target: string = 'memory';
  readonly #records: Map<string, TrackingData> = new Map();

  async connect(): Promise<void> {}

  async disconnect(): Promise<void> {}

  async save(data: TrackingData): Promise<void> {
    this.#keep(data);
  }

  async saveBatch(data: readonly TrackingData[]): Promise<void> {
    for (const record of data) this.#keep(record);
  }

  async getBreakdown(query: BreakdownQuery): Promise<BreakdownRow[]> {
    const resolved = resolveBreakdownQuery(query);
    return buildBreakdown(
      [...this.#records.values()].filter((record) => matches(record, resolved)),
      resolved,
    );
  }

  async listCalls(query: CallQuery): Promise<TrackingData[]> {
    const resolved = resolveCallQuery(query);
    const { requestIds, after, order, limit } = resolved;
    const wanted = requestIds === null ? null : new Set(requestIds);
    const direction = order === 'oldest' ? 1 : -1;
    return [...this.#records.values()]
      .filter((record) => matches(record, resolved) && (wanted === null || wanted.has(record.requestId)))
      .filter((record) => after === null || direction * compareInTime(record, after) > 0)
      .sort((left, right) => direction * compareInTime(left, right))
      .slice(0, limit)
      .map(copyRecord);
  }

  async deleteBefore(date: Date): Promise<number> {
    const sizeBefore = this.#records.size;
    for (const { requestId, timestamp } of this.#records.values()) {
      if (timestamp.getTime() < date.getTime()) this.#records.delete(requestId);
    }
    return sizeBefore - this.#records.size;
  }

  #keep(record: TrackingData): void {
    const stored = this.#records.get(record.requestId);
    if (stored === undefined || record.revision > stored.revision) {
      this.#records.set(record.requestId, copyRecord(record));
    }
  }
}

function matches(record: TrackingData, filter: ResolvedFilter): boolean {
  const timeMs = record.timestamp.getTime();
  return (
    (filter.startMs === null || timeMs >= filter.startMs) &&
    (filter.endMs === null || timeMs < filter.endMs) &&
    filter.conditions.every(({ field, value }) => record[field.name] === value) &&
    filter.tags.every(([key, value]) => Object.hasOwn(record.tags, key) && record.tags[key] === value)
  );
}

function compareInTime(
  left: Pick<TrackingData, 'timestamp' | 'requestId'>,
  right: Pick<TrackingData, 'timestamp' | 'requestId'>,
): number {
  const difference = left.timestamp.getTime() - right.timestamp.getTime();
  if (difference !== 0) return difference;
  return left.requestId < right.requestId ? -1 : left.requestId > right.requestId ? 1 : 0;
}

/** What the app does to a record later must not change the stored one. */
function copyRecord(record: TrackingData): TrackingData {
  return {
    ...record,
    tags: { ...record.tags },
    timestamp: new Date(record.timestamp),
    recordedAt: new Date(record.recordedAt),
    details: structuredClone(record.details),
  };
}
