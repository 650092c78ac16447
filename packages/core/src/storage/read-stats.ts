import type { BreakdownRow, UsageStats } from '../record.ts';

/** The eight numbers and the exact cost, from a breakdown without groups or intervals. */
export function statsOf(rows: readonly BreakdownRow[]): UsageStats {
  const [row] = rows;
  if (row === undefined) throw new TypeError('A breakdown without groups must have one row, but this one has none.');
  const { totals } = row;
  return {
    totalRequests: totals.totalRequests,
    successfulRequests: totals.successfulRequests,
    failedRequests: totals.failedRequests,
    totalTokens: totals.totalTokens,
    totalPromptTokens: totals.totalPromptTokens,
    totalCompletionTokens: totals.totalCompletionTokens,
    totalCostUsd: totals.totalCostUsd,
    avgLatencyMs: totals.avgLatencyMs,
    totalCostUsdExact: totals.totalCostUsdExact,
  };
}
