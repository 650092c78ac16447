import type { JsonObject } from '../wire-format.ts';
import type { WireUsage } from '../wire-scenario.ts';

/** `usage` of a conversation: cache reads and writes stand beside `inputTokens`. */
export function converseUsage(usage: WireUsage): JsonObject {
  const { cachedInputTokens, cacheWriteInputTokens } = usage;
  return {
    inputTokens: uncachedTokens(usage),
    outputTokens: usage.outputTokens,
    totalTokens: usage.inputTokens + usage.outputTokens,
    cacheReadInputTokens: cachedInputTokens,
    cacheWriteInputTokens,
    ...(cacheWriteInputTokens > 0 ? { cacheDetails: [{ ttl: '5m', inputTokens: cacheWriteInputTokens }] } : {}),
  };
}

/** The counts that Bedrock itself makes of an InvokeModel, in its headers. */
export function countHeaders(usage: WireUsage): Record<string, string> {
  return {
    'x-amzn-bedrock-input-token-count': String(uncachedTokens(usage)),
    'x-amzn-bedrock-output-token-count': String(usage.outputTokens),
    'x-amzn-bedrock-cache-read-input-token-count': String(usage.cachedInputTokens),
    'x-amzn-bedrock-cache-write-input-token-count': String(usage.cacheWriteInputTokens),
    'x-amzn-bedrock-invocation-latency': '12',
  };
}

/** The same counts, in the last chunk of a stream. */
export function invocationMetrics(usage: WireUsage): JsonObject {
  return {
    'amazon-bedrock-invocationMetrics': {
      inputTokenCount: uncachedTokens(usage),
      outputTokenCount: usage.outputTokens,
      invocationLatency: 12,
      firstByteLatency: 4,
      cacheReadInputTokenCount: usage.cachedInputTokens,
      cacheWriteInputTokenCount: usage.cacheWriteInputTokens,
    },
  };
}

/** What was neither read from a cache nor written to one. */
function uncachedTokens(usage: WireUsage): number {
  return usage.inputTokens - usage.cachedInputTokens - usage.cacheWriteInputTokens;
}
