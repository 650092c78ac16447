import type { JsonObject } from '../wire-format.ts';
import type { WireUsage } from '../wire-scenario.ts';
import type { GeminiRequest } from './gemini-route.ts';

/** `usageMetadata` of generated content: thoughts stand beside the candidates, cached tokens are inside the prompt. */
export function contentUsage(request: GeminiRequest, usage: WireUsage): JsonObject {
  const thoughts = usage.reasoningOutputTokens;
  const candidates = usage.outputTokens - thoughts;
  return {
    promptTokenCount: usage.inputTokens,
    candidatesTokenCount: candidates,
    totalTokenCount: usage.inputTokens + usage.outputTokens,
    ...(usage.cachedInputTokens > 0
      ? {
          cachedContentTokenCount: usage.cachedInputTokens,
          cacheTokensDetails: [{ modality: 'TEXT', tokenCount: usage.cachedInputTokens }],
        }
      : {}),
    promptTokensDetails: modalities(usage.inputTokens, usage.audioInputTokens),
    ...(request.isVertex || usage.audioOutputTokens > 0
      ? { candidatesTokensDetails: modalities(candidates, usage.audioOutputTokens) }
      : {}),
    ...(thoughts > 0 ? { thoughtsTokenCount: thoughts } : {}),
    ...(request.isVertex ? { trafficType: trafficType(request) } : {}),
  };
}

/** The same while the answer is being made: the candidates so far. */
export function usageSoFar(usage: JsonObject, candidates: number): JsonObject {
  const { candidatesTokensDetails: _details, ...counts } = usage;
  const { promptTokenCount, thoughtsTokenCount } = counts as { promptTokenCount: number; thoughtsTokenCount?: number };
  return {
    ...counts,
    candidatesTokenCount: candidates,
    totalTokenCount: promptTokenCount + (thoughtsTokenCount ?? 0) + candidates,
  };
}

/** The tier that the Gemini API serves, as its header names it. */
export function servedTier(request: GeminiRequest): string {
  const asked = request.json['serviceTier'];
  return typeof asked === 'string' && asked !== 'unspecified' ? asked : 'standard';
}

/** https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/GenerateContentResponse#traffictype */
function trafficType(request: GeminiRequest): string {
  const asked = request.headers['x-vertex-ai-llm-shared-request-type'];
  return asked === undefined ? 'ON_DEMAND' : `ON_DEMAND_${asked.toUpperCase()}`;
}

function modalities(tokens: number, audio: number): JsonObject[] {
  const text = { modality: 'TEXT', tokenCount: tokens - audio };
  return audio > 0 ? [text, { modality: 'AUDIO', tokenCount: audio }] : [text];
}
