import { type BreakdownRow, createBreakdownRow, parseUsd, type ResolvedBreakdown } from '@llm-tracker/core/plugin';

/** A document of `breakdownPipeline` as the row that users see; with an empty one, a row of zeros. */
export function decodeBreakdown(query: ResolvedBreakdown, document: Readonly<Record<string, unknown>>): BreakdownRow {
  const id = (document['_id'] ?? {}) as Readonly<Record<string, unknown>>;
  const sum = (name: string): bigint => whole(document[name] ?? 0);
  const [p50, p95, p99] = Array.isArray(document['percentiles']) ? document['percentiles'] : [];
  return createBreakdownRow(query, {
    values: query.groupBy.map((_, index) => {
      const value = id[`group_${index}`] ?? null;
      return value === null ? null : String(value);
    }),
    period: query.interval === null ? null : Number(id['period']),
    sums: {
      totalRequests: sum('totalRequests'),
      totalTokens: sum('totalTokens'),
      totalPromptTokens: sum('totalPromptTokens'),
      totalCompletionTokens: sum('totalCompletionTokens'),
      totalCachedPromptTokens: sum('totalCachedPromptTokens'),
      totalCacheWriteTokens: sum('totalCacheWriteTokens'),
      totalReasoningTokens: sum('totalReasoningTokens'),
      totalCostUsdExact: parseUsd(String(document['totalCostUsdExact'] ?? 0)),
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

/** Sums are numbers or, where a number could not hold them, `Long`s. */
function whole(value: unknown): bigint {
  return BigInt(typeof value === 'number' ? value : String(value));
}
