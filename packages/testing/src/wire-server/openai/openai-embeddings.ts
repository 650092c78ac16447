import { modelAnswering } from './openai-model.ts';
import type { OpenaiRoute } from './openai-route.ts';
import { textIn } from './openai-text.ts';
import { usageFor } from './openai-usage.ts';

/** POST /embeddings, as floats or as the base64 of little-endian 32-bit floats. */
export const openaiEmbeddings: OpenaiRoute = (segments, request, context) => {
  if (request.method !== 'POST' || segments.join('/') !== 'embeddings') return null;
  const { json } = request;
  const inputs: unknown[] = Array.isArray(json['input']) ? json['input'] : [json['input']];
  const dimensions = typeof json['dimensions'] === 'number' ? json['dimensions'] : 1536;
  const data = inputs.map((input, index) => {
    const vector = vectorOf(textIn(input), dimensions);
    return {
      object: 'embedding',
      index,
      embedding: json['encoding_format'] === 'base64' ? Buffer.from(vector.buffer).toString('base64') : [...vector],
    };
  });
  const model = modelAnswering(json['model'], context.scenario);
  const { inputTokens } = usageFor(model, textIn(inputs), '', context.scenario.usage);
  return {
    status: 200,
    body: { object: 'list', data, model, usage: { prompt_tokens: inputTokens, total_tokens: inputTokens } },
  };
};

function vectorOf(text: string, dimensions: number): Float32Array {
  const seed = [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973, 7);
  return Float32Array.from({ length: dimensions }, (_, index) => Math.sin(seed + index) / Math.sqrt(dimensions / 2));
}
