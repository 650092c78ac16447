import type { JsonObject } from '../wire-format.ts';
import type { WireUsage } from '../wire-scenario.ts';

/** Counts for a prompt and an answer of this length: four bytes a token, cached as api.openai.com caches (in steps of 128 from 1,024 on), 64 for the thinking of a reasoning model. */
export function usageFor(model: string, prompt: string, answer: string, given: Partial<WireUsage> = {}): WireUsage {
  const inputTokens = given.inputTokens ?? 8 + Math.ceil(Buffer.byteLength(prompt) / 4);
  const reasoningOutputTokens = given.reasoningOutputTokens ?? (/^(o\d|gpt-5)/.test(model) ? 64 : 0);
  return {
    inputTokens,
    cachedInputTokens: inputTokens < 1024 ? 0 : Math.floor((inputTokens - 1) / 128) * 128,
    cacheWriteInputTokens: 0,
    audioInputTokens: 0,
    outputTokens: reasoningOutputTokens + Math.max(1, Math.ceil(Buffer.byteLength(answer) / 4)),
    reasoningOutputTokens,
    audioOutputTokens: 0,
    acceptedPredictionTokens: 0,
    rejectedPredictionTokens: 0,
    ...given,
  };
}

/** `usage` of chat and legacy completions. */
export function chatUsage(usage: WireUsage): JsonObject {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: {
      cached_tokens: usage.cachedInputTokens,
      audio_tokens: usage.audioInputTokens,
      ...(usage.cacheWriteInputTokens > 0 ? { cache_write_tokens: usage.cacheWriteInputTokens } : {}),
    },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoningOutputTokens,
      audio_tokens: usage.audioOutputTokens,
      accepted_prediction_tokens: usage.acceptedPredictionTokens,
      rejected_prediction_tokens: usage.rejectedPredictionTokens,
    },
  };
}

/** `usage` of a Response. */
export function responseUsage(usage: WireUsage): JsonObject {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: {
      cached_tokens: usage.cachedInputTokens,
      ...(usage.cacheWriteInputTokens > 0 ? { cache_write_tokens: usage.cacheWriteInputTokens } : {}),
    },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningOutputTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}
