import { parseUsd } from '../pricing/money.ts';
import type { BreakdownRow, TrackingData, UsageTotals } from '../record.ts';
import { type BreakdownSums, createBreakdownRow } from './breakdown-row.ts';
import type { RecordField, SummedTotal } from './record-field.ts';
import { recordFields } from './record-fields.ts';
import type { ResolvedBreakdown, ResolvedGroup } from './resolve-query.ts';
import { cutTimeRange, periodNumber, type TimePiece } from './time-ranges.ts';

type SummedField = RecordField & { readonly summedAs: SummedTotal };
type Group = Pick<BreakdownSums, 'values' | 'period'> & { readonly records: TrackingData[] };

const summedFields: readonly SummedField[] = Object.values<RecordField>(recordFields).filter(isSummed);

/** The statistics of some records: what every database must answer to the last digit. `records` have passed the filter of the query already. */
export function buildBreakdown(records: readonly TrackingData[], query: ResolvedBreakdown): BreakdownRow[] {
  const whole = query.groupBy.length === 0 && query.interval === null;
  const groups = whole ? [{ values: [], period: null, records: [...records] }] : groupRecords(records, query);
  return groups
    .map((group) => sumGroup(group, query.percentiles))
    .sort((left, right) => compare(left, right, query.orderBy))
    .slice(0, query.limit)
    .map((sums) => createBreakdownRow(query, sums));
}

function groupRecords(records: readonly TrackingData[], query: ResolvedBreakdown): Group[] {
  const groups = new Map<string, Group>();
  const pieces = query.interval === null ? [] : piecesOf(records, query.timeZone);
  for (const record of records) {
    const values = query.groupBy.map((group) => groupValue(record, group));
    const period = query.interval === null ? null : periodOf(record, query.interval, pieces);
    const key = JSON.stringify([period, values]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { values, period, records: [record] });
    else group.records.push(record);
  }
  return [...groups.values()];
}

function groupValue(record: TrackingData, group: ResolvedGroup): string | null {
  if ('tag' in group) return Object.hasOwn(record.tags, group.tag) ? (record.tags[group.tag] ?? null) : null;
  const value = record[group.field.name];
  return value === null ? null : String(value);
}

function piecesOf(records: readonly TrackingData[], timeZone: string): TimePiece[] {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { timestamp } of records) {
    first = Math.min(first, timestamp.getTime());
    last = Math.max(last, timestamp.getTime());
  }
  return cutTimeRange(first, last + 1, timeZone);
}

function periodOf(
  record: TrackingData,
  interval: NonNullable<ResolvedBreakdown['interval']>,
  pieces: TimePiece[],
): number {
  const timeMs = record.timestamp.getTime();
  return periodNumber(interval, timeMs, pieces.find(({ endMs }) => timeMs < endMs)?.offsetMs ?? 0);
}

function sumGroup({ values, period, records }: Group, percentiles: boolean): BreakdownSums {
  const latencies = records.map((record) => record.latencyMs).filter((latency) => latency !== null);
  return {
    values,
    period,
    sums: sumFields(records),
    successfulRequests: sumCalls(records, (record) => record.success),
    requestsWithoutCost: sumCalls(records, (record) => record.costUsdExact === null),
    foldedRequests: sumCalls(records, (record) => record.origin === 'fold'),
    latencySumMs: latencies.reduce((sum, latency) => sum + BigInt(latency), 0n),
    latencyCount: BigInt(latencies.length),
    latencyPercentilesMs: percentiles ? nearestRanks(latencies) : null,
  };
}

function sumFields(records: readonly TrackingData[]): Record<SummedTotal, bigint> {
  const sums: Record<SummedTotal, bigint> = {
    totalRequests: 0n,
    totalTokens: 0n,
    totalPromptTokens: 0n,
    totalCompletionTokens: 0n,
    totalCachedPromptTokens: 0n,
    totalCacheWriteTokens: 0n,
    totalReasoningTokens: 0n,
    totalCostUsdExact: 0n,
  };
  for (const { name, summedAs } of summedFields) {
    for (const record of records) sums[summedAs] += exactly(record[name]);
  }
  return sums;
}

/** Amounts are the only texts that are summed; what is unknown adds nothing. */
function exactly(value: TrackingData[keyof TrackingData]): bigint {
  if (typeof value === 'string') return parseUsd(value);
  return typeof value === 'number' ? BigInt(value) : 0n;
}

function sumCalls(records: readonly TrackingData[], counts: (record: TrackingData) => boolean): bigint {
  return records.reduce((sum, record) => (counts(record) ? sum + BigInt(record.callCount) : sum), 0n);
}

function nearestRanks(latencies: readonly number[]): UsageTotals['latencyPercentilesMs'] {
  if (latencies.length === 0) return null;
  const sorted = latencies.toSorted((left, right) => left - right);
  const at = (percent: number): number => sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? 0;
  return { p50: at(50), p95: at(95), p99: at(99) };
}

function compare(left: BreakdownSums, right: BreakdownSums, orderBy: ResolvedBreakdown['orderBy']): number {
  const [most, least] = [rank(right, orderBy), rank(left, orderBy)];
  if (most !== least) return most > least ? 1 : -1;
  return (left.period ?? 0) - (right.period ?? 0) || compareValues(left.values, right.values);
}

function rank({ sums }: BreakdownSums, orderBy: ResolvedBreakdown['orderBy']): bigint {
  switch (orderBy) {
    case 'period':
      return 0n;
    case 'cost':
      return sums.totalCostUsdExact;
    case 'requests':
      return sums.totalRequests;
    case 'tokens':
      return sums.totalTokens;
  }
}

/** Code point order, which is the order of UTF-8 bytes; absent values first. */
function compareValues(left: BreakdownSums['values'], right: BreakdownSums['values']): number {
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? null;
    if (value === other) continue;
    if (value === null || other === null) return value === null ? -1 : 1;
    return Buffer.compare(Buffer.from(value), Buffer.from(other));
  }
  return 0;
}

function isSummed(field: RecordField): field is SummedField {
  return field.summedAs !== undefined;
}
