import {
  type BreakdownRow,
  createBreakdownRow,
  nearestUsd,
  type RecordField,
  type ResolvedBreakdown,
  recordFields,
  type SummedTotal,
  type TrackingData,
} from '@llm-tracker/core/plugin';
import { countFields } from './breakdown-statement.ts';
import type { SqlDialect } from './sql-dialect.ts';
import type { SqlRow } from './sql-driver.ts';

const fields: readonly RecordField[] = Object.values(recordFields);

/** A row of `listStatement` as a record. */
export function decodeRecord<Parameter>(dialect: SqlDialect<Parameter>, row: SqlRow): TrackingData {
  const record: Record<string, unknown> = {};
  for (const field of fields) {
    const value = row[dialect.columnName(field)];
    record[field.name] = value === null || value === undefined ? null : dialect.decode(field, value);
  }
  // Every field of the table is in `record` now; only `costUsd` is derived.
  const stored = record as Omit<TrackingData, 'costUsd'>;
  return { ...stored, costUsd: nearestUsd(stored.costUsdExact) };
}

/** A row of `breakdownStatement` as the row that users see. */
export function decodeBreakdown<Parameter>(
  dialect: SqlDialect<Parameter>,
  query: ResolvedBreakdown,
  row: SqlRow,
): BreakdownRow {
  const counts = countFields.map(({ summedAs }): [SummedTotal, bigint] => [summedAs, whole(row[summedAs])]);
  const amounts = dialect.sumAmount('').map((_, index) => row[`cost_${index}`]);
  return createBreakdownRow(query, {
    values: query.groupBy.map((group, index) => {
      const value = row[`group_${index}`];
      if (value === null || value === undefined) return null;
      return String('field' in group ? dialect.decode(group.field, value) : value);
    }),
    period: query.interval === null ? null : Number(row['period']),
    sums: { ...noSums, ...Object.fromEntries(counts), totalCostUsdExact: dialect.decodeAmount(amounts) },
    successfulRequests: whole(row['successfulRequests']),
    requestsWithoutCost: whole(row['requestsWithoutCost']),
    foldedRequests: whole(row['foldedRequests']),
    latencySumMs: whole(row['latencySumMs']),
    latencyCount: whole(row['latencyCount']),
    latencyPercentilesMs:
      row['p50'] === null || row['p50'] === undefined
        ? null
        : { p50: Number(row['p50']), p95: Number(row['p95']), p99: Number(row['p99']) },
  });
}

const noSums: Record<SummedTotal, bigint> = {
  totalRequests: 0n,
  totalTokens: 0n,
  totalPromptTokens: 0n,
  totalCompletionTokens: 0n,
  totalCachedPromptTokens: 0n,
  totalCacheWriteTokens: 0n,
  totalReasoningTokens: 0n,
  totalCostUsdExact: 0n,
};

/** Drivers give sums of whole numbers as numbers, bigints or decimal text. */
function whole(value: unknown): bigint {
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'string') return BigInt(value);
  throw new TypeError(`The database answered ${typeof value} where a whole number was expected.`);
}
