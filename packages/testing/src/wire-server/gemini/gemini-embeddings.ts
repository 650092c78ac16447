import { usageFor } from '../openai/openai-usage.ts';
import type { JsonObject } from '../wire-format.ts';
import { textOfContents } from './gemini-content.ts';
import type { GeminiRoute } from './gemini-route.ts';

/** POST …:embedContent, …:batchEmbedContents, and …:predict of texts. Only the newest model of the Gemini API states what it used. */
export const geminiEmbeddings: GeminiRoute = (request, context) => {
  const { json, verb, id, isVertex } = request;
  const used = (text: string): number => usageFor('', text, '', context.scenario.usage).inputTokens;
  const stated = (text: string): JsonObject =>
    isVertex || id.startsWith('gemini-embedding-2')
      ? {
          usageMetadata: {
            promptTokenCount: used(text),
            promptTokensDetails: [{ modality: 'TEXT', tokenCount: used(text) }],
          },
        }
      : {};
  if (verb === 'embedContent') {
    const text = textOfContents(json);
    return { status: 200, body: { embedding: { values: vectorOf(text) }, ...stated(text) } };
  }
  if (verb === 'batchEmbedContents') {
    const texts = ((json['requests'] as JsonObject[] | undefined) ?? []).map(textOfContents);
    const embeddings = texts.map((text) => ({ values: vectorOf(text) }));
    return { status: 200, body: { embeddings, ...stated(texts.join('')) } };
  }
  const instances = verb === 'predict' ? (json['instances'] as JsonObject[] | undefined) : undefined;
  if (instances === undefined || typeof instances[0]?.['content'] !== 'string') return null;
  const texts = instances.map((instance) => String(instance['content']));
  const tokens = used(texts.join(''));
  const predictions = texts.map((text, index) => ({
    embeddings: {
      values: vectorOf(text),
      statistics: { truncated: false, token_count: index === 0 ? tokens - texts.length + 1 : 1 },
    },
  }));
  return { status: 200, body: { predictions, metadata: { billableCharacterCount: texts.join('').length } } };
};

function vectorOf(text: string): number[] {
  return Array.from({ length: 8 }, (_, index) => (text.length + index) / 100);
}
