import {
  type Interval,
  type RecordField,
  type ResolvedBreakdown,
  type ResolvedGroup,
  recordFields,
  type SummedTotal,
  type TimePiece,
} from '@llm-tracker/core/plugin';
import type { SqlDialect, SqlStatement } from './sql-dialect.ts';
import type { SqlTable } from './sql-table.ts';
import { createStatementValues, type StatementValues } from './statement-values.ts';
import { filterConditions, whereClause } from './where-clause.ts';

/** A field that is summed as it is. */
export type SummedField = RecordField & { readonly summedAs: SummedTotal };

/** The fields that are summed, except the cost. */
export const countFields: readonly SummedField[] = Object.values<RecordField>(recordFields).filter(
  (field): field is SummedField => field.summedAs !== undefined && field.kind === 'integer',
);

const percents = [50, 95, 99] as const;

/**
 * Sums every total per group and interval in one statement. Result columns: `group_<n>`, `period`, the names of totals, `cost_<n>`,
 * `successfulRequests`, `requestsWithoutCost`, `foldedRequests`, `latencySumMs`, `latencyCount`, and `p50`, `p95`, `p99` if asked for.
 * `pieces` cover the time range of the query.
 */
export function breakdownStatement<Parameter>(
  dialect: SqlDialect<Parameter>,
  table: SqlTable,
  query: ResolvedBreakdown,
  pieces: readonly TimePiece[],
): SqlStatement<Parameter> {
  const values = createStatementValues(dialect);
  const keys = [...query.groupBy.map((_, index) => `group_${index}`), ...(query.interval === null ? [] : ['period'])];
  const quotedKeys = keys.map((key) => dialect.quote(key));
  const calls = selectCalls(dialect, table, query, pieces, values);
  const source = query.percentiles ? rankLatencies(dialect, calls, quotedKeys) : calls;
  const columns = [...quotedKeys, ...sums(dialect), ...(query.percentiles ? nearestRanks(dialect) : [])];
  const ending = keys.length === 0 ? '' : groupAndOrder(dialect, query, quotedKeys);
  return {
    text: `SELECT ${columns.join(', ')} FROM (${source}) AS ${dialect.quote('calls')}${ending}`,
    parameters: values.parameters,
  };
}

/** The earliest (`ASC`) or latest (`DESC`) instant that is stored: one row of an index, or none. */
export function edgeStatement<Parameter>(
  dialect: SqlDialect<Parameter>,
  table: SqlTable,
  direction: 'ASC' | 'DESC',
): SqlStatement<Parameter> {
  const time = `${table.sql}.${dialect.quote(dialect.columnName(recordFields.timestamp))}`;
  return {
    text: `SELECT ${dialect.selectColumn(recordFields.timestamp)} FROM ${table.sql} ORDER BY ${time} ${direction} LIMIT 1`,
    parameters: [],
  };
}

function selectCalls<Parameter>(
  dialect: SqlDialect<Parameter>,
  table: SqlTable,
  query: ResolvedBreakdown,
  pieces: readonly TimePiece[],
  values: StatementValues<Parameter>,
): string {
  const column = (field: RecordField): string => dialect.quote(dialect.columnName(field));
  const { success, origin, latencyMs, costUsdExact } = recordFields;
  const columns = query.groupBy.map(
    (group, index) => `${groupExpression(dialect, group, values)} AS ${dialect.quote(`group_${index}`)}`,
  );
  if (query.interval !== null) {
    columns.push(`${periodExpression(dialect, query.interval, pieces, values)} AS ${dialect.quote('period')}`);
  }
  columns.push(...[...countFields, success, origin, latencyMs, costUsdExact].map(column));
  const where = whereClause(filterConditions(dialect, query, values));
  return `SELECT ${columns.join(', ')} FROM ${table.sql}${where}`;
}

function groupExpression<Parameter>(
  dialect: SqlDialect<Parameter>,
  group: ResolvedGroup,
  values: StatementValues<Parameter>,
): string {
  if ('field' in group) return dialect.quote(dialect.columnName(group.field));
  const tags = dialect.quote(dialect.columnName(recordFields.tags));
  return dialect.tagValue(tags, values.add(dialect.encodeTagKey(group.tag)));
}

function periodExpression<Parameter>(
  dialect: SqlDialect<Parameter>,
  interval: Interval,
  pieces: readonly TimePiece[],
  values: StatementValues<Parameter>,
): string {
  const time = dialect.quote(dialect.columnName(recordFields.timestamp));
  const [last, ...earlier] = pieces.toReversed();
  const lastOffset = wholeSeconds(last?.offsetMs ?? 0);
  if (earlier.length === 0) return dialect.periodNumber(interval, time, () => lastOffset);
  const offsetSeconds = (): string => {
    const cases = earlier.toReversed().map(({ endMs, offsetMs }) => {
      const end = values.addField(recordFields.timestamp, new Date(endMs));
      return `WHEN ${time} < ${end} THEN ${wholeSeconds(offsetMs)}`;
    });
    return `(CASE ${cases.join(' ')} ELSE ${lastOffset} END)`;
  };
  return dialect.periodNumber(interval, time, offsetSeconds);
}

/** An offset as a literal. */
function wholeSeconds(offsetMs: number): string {
  const seconds = Math.round(offsetMs / 1000);
  return seconds < 0 ? `(${seconds})` : String(seconds);
}

/** Adds to each call the rank of its latency in its group, and how many latencies of the group are known. */
function rankLatencies<Parameter>(dialect: SqlDialect<Parameter>, calls: string, keys: readonly string[]): string {
  const latency = dialect.quote(dialect.columnName(recordFields.latencyMs));
  const groups = keys.length === 0 ? '' : `PARTITION BY ${keys.join(', ')}`;
  const ranked = `PARTITION BY ${[...keys, `${latency} IS NULL`].join(', ')} ORDER BY ${latency}`;
  const rank = `ROW_NUMBER() OVER (${ranked}) AS ${dialect.quote('latency_rank')}`;
  const known = `COUNT(${latency}) OVER (${groups}) AS ${dialect.quote('latency_known')}`;
  return `SELECT ${dialect.quote('ranked')}.*, ${rank}, ${known} FROM (${calls}) AS ${dialect.quote('ranked')}`;
}

function nearestRanks<Parameter>(dialect: SqlDialect<Parameter>): string[] {
  const latency = dialect.quote(dialect.columnName(recordFields.latencyMs));
  const [rank, known] = [dialect.quote('latency_rank'), dialect.quote('latency_known')];
  return percents.map(
    (percent) =>
      `MIN(CASE WHEN ${latency} IS NOT NULL AND ${rank} * 100 >= ${known} * ${percent} THEN ${latency} END) AS ${dialect.quote(`p${percent}`)}`,
  );
}

function sums<Parameter>(dialect: SqlDialect<Parameter>): string[] {
  const column = (field: RecordField): string => dialect.quote(dialect.columnName(field));
  const { callCount, success, origin, latencyMs, costUsdExact } = recordFields;
  const total = (expression: string, name: string): string =>
    `COALESCE(SUM(${expression}), 0) AS ${dialect.quote(name)}`;
  const calls = (condition: string): string => `CASE WHEN ${condition} THEN ${column(callCount)} ELSE 0 END`;
  return [
    ...countFields.map((field) => total(column(field), field.summedAs)),
    ...dialect
      .sumAmount(column(costUsdExact))
      .map((expression, index) => `${expression} AS ${dialect.quote(`cost_${index}`)}`),
    total(calls(column(success)), 'successfulRequests'),
    total(calls(`${column(costUsdExact)} IS NULL`), 'requestsWithoutCost'),
    total(calls(`${column(origin)} = 'fold'`), 'foldedRequests'),
    total(column(latencyMs), 'latencySumMs'),
    `COUNT(${column(latencyMs)}) AS ${dialect.quote('latencyCount')}`,
  ];
}

function groupAndOrder<Parameter>(
  dialect: SqlDialect<Parameter>,
  query: ResolvedBreakdown,
  keys: readonly string[],
): string {
  const terms = totalTerms(dialect, query.orderBy);
  if (query.interval !== null) terms.push(dialect.quote('period'));
  for (const [index, group] of query.groupBy.entries()) {
    const kind = 'field' in group && group.field.kind === 'boolean' ? 'boolean' : 'text';
    terms.push(dialect.orderByValue(dialect.quote(`group_${index}`), kind));
  }
  return ` GROUP BY ${keys.join(', ')} ORDER BY ${terms.join(', ')} LIMIT ${query.limit}`;
}

function totalTerms<Parameter>(dialect: SqlDialect<Parameter>, orderBy: ResolvedBreakdown['orderBy']): string[] {
  switch (orderBy) {
    case 'period':
      return [];
    case 'cost': {
      const column = dialect.quote(dialect.columnName(recordFields.costUsdExact));
      const names = dialect.sumAmount(column).map((_, index) => dialect.quote(`cost_${index}`));
      return [...dialect.orderByAmount(names, column)];
    }
    case 'requests':
      return [`${dialect.quote('totalRequests')} DESC`];
    case 'tokens':
      return [`${dialect.quote('totalTokens')} DESC`];
  }
}
