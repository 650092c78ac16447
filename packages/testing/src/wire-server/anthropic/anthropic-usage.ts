import type { JsonObject } from '../wire-format.ts';
import type { WireUsage } from '../wire-scenario.ts';

/** `usage` of a message: cache reads and writes stand beside `input_tokens`, thinking is inside `output_tokens`. */
export function messageUsage(request: JsonObject, usage: WireUsage, serviceTier: string): JsonObject {
  return {
    input_tokens: usage.inputTokens - usage.cachedInputTokens - usage.cacheWriteInputTokens,
    cache_creation_input_tokens: usage.cacheWriteInputTokens,
    cache_read_input_tokens: usage.cachedInputTokens,
    cache_creation: { ephemeral_5m_input_tokens: usage.cacheWriteInputTokens, ephemeral_1h_input_tokens: 0 },
    output_tokens: usage.outputTokens,
    output_tokens_details: { thinking_tokens: usage.reasoningOutputTokens },
    server_tool_use: null,
    service_tier: serviceTier,
    inference_geo: typeof request['inference_geo'] === 'string' ? request['inference_geo'] : 'not_available',
    ...(request['speed'] === undefined ? {} : { speed: request['speed'] }),
  };
}

/** What `message_start` says of it: all of the input, and an output that has only begun. */
export function usageAtStart(usage: JsonObject): JsonObject {
  const { output_tokens_details: _details, ...known } = usage;
  return { ...known, output_tokens: 1 };
}

/** What `message_delta` says of it: cumulative counts, without what only `message_start` tells. */
export function usageAtEnd(usage: JsonObject): JsonObject {
  const { cache_creation: _split, service_tier: _tier, inference_geo: _geo, speed: _speed, ...counts } = usage;
  return counts;
}
