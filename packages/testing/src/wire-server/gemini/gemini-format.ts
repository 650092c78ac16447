import type { WireFormat, WireRequest } from '../wire-format.ts';
import { createGeminiBatches } from './gemini-batches.ts';
import { geminiContent } from './gemini-content.ts';
import { geminiEmbeddings } from './gemini-embeddings.ts';
import { geminiRefusal } from './gemini-errors.ts';
import { geminiLists } from './gemini-lists.ts';
import { geminiMedia } from './gemini-media.ts';
import { type GeminiRoute, readGeminiRequest } from './gemini-route.ts';
import { geminiStores } from './gemini-stores.ts';
import { servedTier } from './gemini-usage.ts';

/** Everything that the Gemini API answers below `/v1beta`, and Vertex AI below `/v1beta1`: https://ai.google.dev/api, https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest */
export function geminiFormat(): WireFormat {
  const routes: readonly GeminiRoute[] = [
    geminiContent,
    geminiEmbeddings,
    geminiMedia,
    createGeminiBatches(),
    geminiStores,
    geminiLists,
  ];
  return {
    name: 'gemini',
    speaks: (request) => readGeminiRequest(request) !== undefined,
    answer(request, context) {
      const refusal = refusedKey(request);
      if (refusal !== undefined) return refusal;
      const read = readGeminiRequest(request);
      for (const route of read === undefined ? [] : routes) {
        const answer = read === undefined ? null : route(read, context);
        if (answer !== null) return answer;
      }
      return geminiRefusal({ status: 404, message: `${request.path} is not found.` });
    },
    refuse: geminiRefusal,
    failureEvent: (error) => ({ data: geminiRefusal(error).body }),
    headers(request) {
      const read = readGeminiRequest(request);
      const isContent = read !== undefined && /^(stream)?generateContent$/i.test(read.verb);
      return {
        server: 'scaffolding on HTTPServer2',
        'server-timing': 'gfet4t7; dur=12',
        ...(isContent && !read.isVertex ? { 'x-gemini-service-tier': servedTier(read) } : {}),
      };
    },
  };
}

/** What Google says to a key that it does not know: here, any with "wrong" or "invalid" in it. */
function refusedKey(request: WireRequest): ReturnType<typeof geminiRefusal> | undefined {
  const key = request.headers['x-goog-api-key'] ?? request.headers['authorization'];
  // An upload is allowed by its own URL.
  if (key === undefined && !request.query.has('upload_id')) return geminiRefusal({ status: 403 });
  if (key === undefined || !/wrong|invalid/.test(key)) return undefined;
  return geminiRefusal({
    status: 400,
    message: 'API key not valid. Please pass a valid API key.',
    code: 'API_KEY_INVALID',
  });
}
