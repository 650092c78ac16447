import {
  type BreakdownRow,
  createBreakdownRow,
  type Interval,
  parseUsd,
  type RecordField,
  type ResolvedBreakdown,
  recordFields,
  type SummedTotal,
  type TimePiece,
} from '@llm-tracker/core/plugin';
import type { ClickHouseTable } from './clickhouse-options.ts';
import { columnOf } from './column.ts';
import { filterConditions, tagValue, where } from './conditions.ts';
import { createValues, type Statement, type StatementValues } from './statement.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const time = columnOf(recordFields.timestamp);
const latency = columnOf(recordFields.latencyMs);
const callCount = columnOf(recordFields.callCount);
const cost = columnOf(recordFields.costUsdExact);
const percents = [50, 95, 99] as const;

/** The totals by name. Sums of Int64 would wrap; those of decimals have 38 digits. */
const totals: readonly (readonly [name: string, expression: string])[] = [
  ...Object.values<RecordField>(recordFields)
    .filter((field): field is RecordField & { summedAs: SummedTotal } => field.summedAs !== undefined)
    .map((field) => [field.summedAs, field.kind === 'decimal' ? sumOfAmounts(field) : sumOf(columnOf(field))] as const),
  ['successfulRequests', callsWhere(columnOf(recordFields.success))],
  ['requestsWithoutCost', callsWhere(`${cost} IS NULL`)],
  ['foldedRequests', callsWhere(`${columnOf(recordFields.origin)} = 'fold'`)],
  ['latencySumMs', sumOf(latency)],
  ['latencyCount', `count(${latency})`],
];

/**
 * Sums every total per group and interval in one statement. Columns of the result, in this order: the groups, the interval if there is one (as
 * core's `periodNumber`), the totals as text, and the three latencies of percentiles if asked for. `pieces` cover the time range of the query.
 */
export function breakdownStatement(
  table: ClickHouseTable,
  query: ResolvedBreakdown,
  pieces: readonly TimePiece[],
): Statement {
  const values = createValues();
  const keys = query.groupBy.map((group, index): [name: string, expression: string] => {
    const value = 'field' in group ? columnOf(group.field) : tagValue(values.add('String', group.tag));
    return [`group_${index}`, value];
  });
  if (query.interval !== null) keys.push(['period', periodNumber(query.interval, pieces, values)]);
  const selected = [
    ...keys.map(([name, expression]) => `${expression} AS ${name}`),
    ...totals.map(([name, expression]) => `toString(${expression} AS ${name})`),
    ...(query.percentiles ? percents.map(nearestRank) : []),
  ];
  const from = `${table.sql} FINAL${where(filterConditions(query, values))}`;
  const grouping = keys.length === 0 ? '' : ` GROUP BY ${keys.map(([name]) => name).join(', ')}`;
  const ending = keys.length === 0 ? '' : ` ORDER BY ${order(query).join(', ')} LIMIT ${query.limit}`;
  return { text: `SELECT ${selected.join(', ')} FROM ${from}${grouping}${ending}`, values: values.byName };
}

/** A row of `breakdownStatement` as the row that users see. */
export function decodeBreakdown(query: ResolvedBreakdown, row: readonly unknown[]): BreakdownRow {
  const groups = query.groupBy.length;
  const first = groups + (query.interval === null ? 0 : 1);
  // A server may be told that a sum of nothing is null.
  const sums = new Map(totals.map(([name], index) => [name, String(row[first + index] ?? 0)]));
  const sum = (name: string): bigint => BigInt(sums.get(name) ?? '0');
  const [p50, p95, p99] = row.slice(first + totals.length);
  return createBreakdownRow(query, {
    values: row.slice(0, groups).map((value) => (value === null ? null : String(value))),
    period: query.interval === null ? null : Number(row[groups]),
    sums: {
      totalRequests: sum('totalRequests'),
      totalTokens: sum('totalTokens'),
      totalPromptTokens: sum('totalPromptTokens'),
      totalCompletionTokens: sum('totalCompletionTokens'),
      totalCachedPromptTokens: sum('totalCachedPromptTokens'),
      totalCacheWriteTokens: sum('totalCacheWriteTokens'),
      totalReasoningTokens: sum('totalReasoningTokens'),
      totalCostUsdExact: parseUsd(sums.get('totalCostUsdExact') ?? '0'),
    },
    successfulRequests: sum('successfulRequests'),
    requestsWithoutCost: sum('requestsWithoutCost'),
    foldedRequests: sum('foldedRequests'),
    latencySumMs: sum('latencySumMs'),
    latencyCount: sum('latencyCount'),
    latencyPercentilesMs:
      p50 === null || p50 === undefined ? null : { p50: Number(p50), p95: Number(p95), p99: Number(p99) },
  });
}

function sumOf(column: string): string {
  return `sum(toInt128(ifNull(${column}, 0)))`;
}

function sumOfAmounts(field: RecordField): string {
  return `sum(ifNull(${columnOf(field)}, toDecimal128(0, 12)))`;
}

function callsWhere(condition: string): string {
  return `sumIf(toInt128(${callCount}), ${condition})`;
}

/** Nearest rank, counted from 1; the functions of ClickHouse for quantiles count in other ways. */
function nearestRank(percent: number): string {
  const sorted = `arraySort(groupArray(${latency}))`;
  return `if(count(${latency}) = 0, NULL, ${sorted}[intDiv(count(${latency}) * ${percent} + 99, 100)])`;
}

function periodNumber(interval: Interval, pieces: readonly TimePiece[], values: StatementValues): string {
  const offsetMs = offsetExpression(pieces, values);
  const local = `(toUnixTimestamp64Milli(${time}) + ${offsetMs})`;
  switch (interval) {
    case 'hour':
      return `intDiv(intDiv(${local}, ${hourMs}) * ${hourMs} - ${offsetMs}, 1000)`;
    case 'day':
      return `intDiv(${local}, ${dayMs})`;
    case 'week':
      return `intDiv(${local} + ${3 * dayMs}, ${7 * dayMs})`;
    case 'month': {
      const date = `fromUnixTimestamp64Milli(${local}, 'UTC')`;
      return `toYear(${date}) * 12 + toMonth(${date}) - 1`;
    }
  }
}

function offsetExpression(pieces: readonly TimePiece[], values: StatementValues): string {
  const [last, ...earlier] = pieces.toReversed();
  const lastOffset = last?.offsetMs ?? 0;
  if (earlier.length === 0) return `(${lastOffset})`;
  const branches = earlier.toReversed().map(({ endMs, offsetMs }) => `${time} < ${values.addTime(endMs)}, ${offsetMs}`);
  return `multiIf(${branches.join(', ')}, ${lastOffset})`;
}

/** Texts compare by their UTF-8 bytes, which is code point order. */
function order(query: ResolvedBreakdown): string[] {
  const total = { period: null, cost: 'totalCostUsdExact', requests: 'totalRequests', tokens: 'totalTokens' }[
    query.orderBy
  ];
  return [
    ...(total === null ? [] : [`${total} DESC`]),
    ...(query.interval === null ? [] : ['period']),
    ...query.groupBy.map((_, index) => `group_${index} NULLS FIRST`),
  ];
}
