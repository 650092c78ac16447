import { formatUsd } from '../pricing/money.ts';
import type { BreakdownRow, UsageTotals } from '../record.ts';
import type { SummedTotal } from './record-field.ts';
import type { ResolvedBreakdown } from './resolve-query.ts';
import { periodStart } from './time-ranges.ts';

/** What a database computes for one row of a breakdown, exactly. */
export interface BreakdownSums {
  /** One per group of the query, null where the field or tag is absent. */
  readonly values: readonly (string | null)[];
  /** As `periodNumber` counts; null without an interval. */
  readonly period: number | null;
  /** The sum of each field that has a `summedAs`; cost in pico-dollars. */
  readonly sums: Readonly<Record<SummedTotal, bigint>>;
  /** The sum of `callCount` where `success`. */
  readonly successfulRequests: bigint;
  /** The sum of `callCount` where there is no cost. */
  readonly requestsWithoutCost: bigint;
  /** The sum of `callCount` where `origin` is `fold`. */
  readonly foldedRequests: bigint;
  /** Of the latencies that are known. */
  readonly latencySumMs: bigint;
  readonly latencyCount: bigint;
  readonly latencyPercentilesMs: UsageTotals['latencyPercentilesMs'];
}

/** Sums as the row that users see: the same numbers from every adapter. */
export function createBreakdownRow(query: ResolvedBreakdown, from: BreakdownSums): BreakdownRow {
  const group = Object.fromEntries(query.groupBy.map(({ key }, index) => [key, from.values[index] ?? null]));
  const start =
    query.interval === null || from.period === null ? null : periodStart(query.interval, from.period, query.timeZone);
  // The keys are those of this query, which the type of its result names.
  return { group: group as BreakdownRow['group'], periodStart: start, totals: createTotals(from) };
}

function createTotals(from: BreakdownSums): UsageTotals {
  const { totalCostUsdExact: pico, totalRequests, ...tokens } = from.sums;
  const totalCostUsdExact = formatUsd(pico);
  return {
    totalRequests: Number(totalRequests),
    successfulRequests: Number(from.successfulRequests),
    failedRequests: Number(totalRequests - from.successfulRequests),
    totalTokens: Number(tokens.totalTokens),
    totalPromptTokens: Number(tokens.totalPromptTokens),
    totalCompletionTokens: Number(tokens.totalCompletionTokens),
    totalCostUsd: Number(totalCostUsdExact),
    avgLatencyMs: from.latencyCount === 0n ? 0 : Number(from.latencySumMs) / Number(from.latencyCount),
    totalCostUsdExact,
    totalCachedPromptTokens: Number(tokens.totalCachedPromptTokens),
    totalCacheWriteTokens: Number(tokens.totalCacheWriteTokens),
    totalReasoningTokens: Number(tokens.totalReasoningTokens),
    requestsWithoutCost: Number(from.requestsWithoutCost),
    foldedRequests: Number(from.foldedRequests),
    latencyPercentilesMs: from.latencyPercentilesMs,
  };
}
