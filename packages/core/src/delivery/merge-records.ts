import type { TrackingData } from '../record.ts';
import type { PendingRecord } from './backlog.ts';

/** What is written for one id, and the records that are settled by it. */
export interface Row {
  readonly data: TrackingData;
  readonly records: readonly PendingRecord[];
}

/**
 * One row per id, sorted by id: the record with the highest revision, of equal ones the first. What a record inherits comes
 * from the row before it: the stored one, or a lower revision among these records, in whatever order they were accepted.
 */
export function mergeRecords(records: readonly PendingRecord[], storedRows: ReadonlyMap<string, TrackingData>): Row[] {
  const rows: { data: TrackingData; records: PendingRecord[] }[] = [];
  let before: TrackingData | undefined;
  for (const pending of [...records].sort(byIdAndRevision)) {
    const { record, inherit } = pending;
    const last = rows.at(-1);
    const row = last?.data.requestId === record.requestId ? last : undefined;
    if (row === undefined) before = storedRows.get(record.requestId);
    const data = inherit && before !== undefined ? inheritFrom(before, record) : record;
    if (before === undefined || data.revision > before.revision) before = data;
    if (row === undefined) {
      rows.push({ data, records: [pending] });
    } else {
      row.records.push(pending);
      if (data.revision > row.data.revision) row.data = data;
    }
  }
  return rows;
}

/** Ids by code unit, as databases compare them: one order for all writers, or they would lock each other out. */
function byIdAndRevision(left: PendingRecord, right: PendingRecord): number {
  if (left.record.requestId === right.record.requestId) return left.record.revision - right.record.revision;
  return left.record.requestId < right.record.requestId ? -1 : 1;
}

function inheritFrom(before: TrackingData, record: TrackingData): TrackingData {
  const { projectName, teamName, userId, sessionId, traceId, tags, timestamp, latencyMs } = before;
  return { ...record, projectName, teamName, userId, sessionId, traceId, tags, timestamp, latencyMs };
}
