import type { TrackingData, UsageTotals } from '@llm-tracker/core';
import type { Flaw, NamedFlaw } from './flawed-adapter.ts';

/** Adapters that answer something else than they stored. */
export const readFlaws: readonly NamedFlaw[] = [
  [
    'merges names that differ in case',
    'groups are those of the reference, for every field',
    { count: (record) => ({ ...record, model: record.model.toLowerCase() }) },
  ],
  [
    'merges names that differ in trailing space',
    'groups are those of the reference, for every field',
    { count: (record) => ({ ...record, teamName: record.teamName?.trimEnd() ?? null }) },
  ],
  [
    'counts absent values as empty ones',
    'groups are those of the reference, for every field',
    { count: (record) => ({ ...record, teamName: record.teamName ?? '' }) },
  ],
  [
    'takes a dot in a tag for a path',
    'groups are those of the reference, for tags with any key',
    { count: (record) => ({ ...record, tags: without(record.tags, 'feature.name') }) },
  ],
  [
    'loses tags with quotes in their keys',
    'groups are those of the reference, for tags with any key',
    { count: (record) => ({ ...record, tags: without(record.tags, 'a"b') }) },
  ],
  [
    'counts rows instead of calls',
    'totals are those of the reference, for every filter',
    { count: (record) => ({ ...record, callCount: 1 }) },
  ],
  [
    'ignores filters by tag',
    'totals are those of the reference, for every filter',
    { breakdownQuery: (query) => ({ ...query, tags: undefined }) },
  ],
  [
    'sums in floating point',
    'sums of amounts are exact where numbers are not',
    totalsFlaw((totals) => ({ totalCostUsdExact: String(totals.totalCostUsd) })),
  ],
  [
    'averages over unknown latencies',
    'totals are those of the reference, for every filter',
    { count: (record) => ({ ...record, latencyMs: record.latencyMs ?? 0 }) },
  ],
  ['interpolates percentiles', 'percentiles of few latencies are latencies that were stored', totalsFlaw(interpolate)],
  [
    'has no totals without rows',
    'an empty database has totals of zero, but no groups',
    { breakdownRows: (rows) => rows.filter((row) => row.totals.totalRequests > 0) },
  ],
  [
    'orders names as people do',
    'rows are in the order of the reference, and cut where it cuts',
    { breakdownRows: (rows) => rows.toSorted((left, right) => nameOf(left.group).localeCompare(nameOf(right.group))) },
  ],
  [
    'ignores the limit of a breakdown',
    'rows are in the order of the reference, and cut where it cuts',
    { breakdownQuery: (query) => ({ ...query, limit: 10_000 }) },
  ],
  [
    'includes endDate',
    'includes startDate and excludes endDate',
    { callQuery: (query) => ({ ...query, endDate: later(query.endDate) }) },
  ],
  [
    'excludes startDate',
    'includes startDate and excludes endDate',
    { callQuery: (query) => ({ ...query, startDate: later(query.startDate) }) },
  ],
  [
    'cuts days in UTC only',
    'gives days of 23 and 25 hours all of their calls, and no other',
    { breakdownQuery: (query) => ({ ...query, timeZone: 'UTC' }) },
  ],
  [
    'has one offset all year',
    'gives days of 23 and 25 hours all of their calls, and no other',
    { breakdownQuery: (query) => ({ ...query, timeZone: 'Etc/GMT-1' }) },
  ],
  [
    'merges the hours of one name',
    'tells the two hours apart that have one name when clocks go back',
    { count: mergeHours },
  ],
  [
    'begins weeks on Sunday',
    'cuts every week where the reference cuts it, in ten time zones',
    { count: (record) => ({ ...record, timestamp: new Date(record.timestamp.getTime() + 86_400_000) }) },
  ],
  [
    'cuts months of 30 days',
    'cuts every month where the reference cuts it, in ten time zones',
    { breakdownQuery: (query) => ({ ...query, interval: query.interval === 'month' ? 'week' : query.interval }) },
  ],
  [
    'loses the hour that comes twice',
    'the days of a range have the sum of the range',
    { breakdownRows: (rows) => (rows.length > 1 ? rows.slice(1) : rows) },
  ],
  ['pages by offset', 'pages neither repeat nor miss a call while others are saved', pageByOffset()],
  [
    'pages by timestamp alone',
    'pages show every call once, also of one millisecond',
    {
      callQuery: ({ after, ...query }) => ({
        ...query,
        after: after && {
          ...after,
          requestId:
            query.order === 'oldest' ? `f${after.requestId.slice(1)}` : after.requestId.replace(/[1-9a-f]/g, '0'),
        },
      }),
    },
  ],
  [
    'lists oldest first',
    'lists the calls that the reference lists, in its order',
    { callQuery: (query) => ({ ...query, order: 'oldest' }) },
  ],
  [
    'takes 1000 ids at most',
    'finds any number of ids',
    { callQuery: (query) => ({ ...query, requestIds: query.requestIds?.slice(0, 1000) }) },
  ],
  [
    'takes the latency before the rank',
    'percentiles are stored latencies of nearest rank',
    totalsFlaw(({ latencyPercentilesMs: ranks }) => ({
      latencyPercentilesMs: ranks && { ...ranks, p95: ranks.p95 - 1 },
    })),
  ],
  [
    'cuts hours in UTC only',
    'cuts every hour where the reference cuts it, in ten time zones',
    { breakdownQuery: (query) => ({ ...query, timeZone: 'UTC' }) },
  ],
  [
    'takes a change of clocks for midnight',
    'cuts every day where the reference cuts it, in ten time zones',
    { breakdownQuery: (query) => ({ ...query, timeZone: 'Etc/GMT-1' }) },
  ],
];

function without(tags: Record<string, string>, key: string): Record<string, string> {
  const { [key]: _lost, ...rest } = tags;
  return rest;
}

function totalsFlaw(change: (totals: UsageTotals) => Partial<UsageTotals>): Flaw {
  return { breakdownRows: (rows) => rows.map((row) => ({ ...row, totals: { ...row.totals, ...change(row.totals) } })) };
}

function interpolate({ latencyPercentilesMs: ranks }: UsageTotals): Partial<UsageTotals> {
  return ranks === null ? {} : { latencyPercentilesMs: { ...ranks, p50: (ranks.p50 + ranks.p95) / 2 } };
}

function nameOf(group: Record<string, string | null>): string {
  return Object.values(group).join();
}

function later(date: Date | undefined): Date | undefined {
  return date && new Date(date.getTime() + 1);
}

function mergeHours(record: TrackingData): TrackingData {
  const time = record.timestamp.toISOString().replace('2026-10-25T01', '2026-10-25T00');
  return { ...record, timestamp: new Date(time) };
}

function pageByOffset(): Flaw {
  let offset = 0;
  return {
    callQuery: ({ after, ...query }) => {
      offset = after === undefined ? 0 : offset + (query.limit ?? 100);
      return { ...query, limit: 10_000 };
    },
    calls: (calls, query) => calls.slice(offset, offset + (query.limit ?? 100)),
  };
}
