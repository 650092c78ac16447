import { usageFor } from '../openai/openai-usage.ts';
import type { JsonObject } from '../wire-format.ts';
import { textOfContents } from './gemini-content.ts';
import type { GeminiRoute } from './gemini-route.ts';

/** Counting tokens and looking at models: requests that cost nothing. */
export const geminiLists: GeminiRoute = (request, context) => {
  const { method, verb, resource, json, id, query } = request;
  if (verb === 'countTokens') {
    const asked = (json['generateContentRequest'] as JsonObject | undefined) ?? json;
    const { inputTokens } = usageFor('', textOfContents(asked), '', context.scenario.usage);
    const details = [{ modality: 'TEXT', tokenCount: inputTokens }];
    return { status: 200, body: { totalTokens: inputTokens, promptTokensDetails: details } };
  }
  if (verb === 'computeTokens') {
    return { status: 200, body: { tokensInfo: [{ tokenIds: ['1841'], tokens: ['V2hhdA=='], role: 'user' }] } };
  }
  if (method !== 'GET' || !resource.startsWith('models')) return null;
  if (id !== 'models') return { status: 200, body: model(id) };
  const isSecond = query.has('pageToken');
  const names = isSecond ? ['gemini-2.5-pro'] : ['gemini-2.5-flash', 'gemini-2.5-flash-lite'];
  return { status: 200, body: { models: names.map(model), ...(isSecond ? {} : { nextPageToken: 'second' }) } };
};

function model(id: string): JsonObject {
  return {
    name: `models/${id}`,
    version: '001',
    displayName: id,
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
    supportedGenerationMethods: ['generateContent', 'countTokens'],
  };
}
