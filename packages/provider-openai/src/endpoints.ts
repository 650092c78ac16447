import type { UsageReader } from '@llm-tracker/core/plugin';
import { openaiChatReader, openaiEmbeddingReader, openaiResponsesReader } from '@llm-tracker/wire';

/** An endpoint whose every POST is one call that may cost money. */
export interface Endpoint {
  readonly operation: string;
  /** Whether its streams report usage only when `stream_options.include_usage` asks for it. */
  readonly asksStreamUsage?: true;
  /** `body`: what the app sends. */
  createReader(body: object): UsageReader;
}

const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  [
    '/chat/completions',
    {
      operation: 'chat',
      asksStreamUsage: true,
      createReader: (body) => openaiChatReader({ searchContextSize: searchContextSize(body) }),
    },
  ],
  ['/completions', { operation: 'completions', asksStreamUsage: true, createReader: () => openaiChatReader() }],
  ['/responses', { operation: 'responses', createReader: () => openaiResponsesReader() }],
  ['/responses/compact', { operation: 'responses', createReader: () => openaiResponsesReader() }],
  ['/embeddings', { operation: 'embeddings', createReader: () => openaiEmbeddingReader() }],
]);

/** The endpoint of a path without query; undefined when its requests cost nothing or are not known. */
export function findEndpoint(path: string): Endpoint | undefined {
  return endpoints.get(path);
}

function searchContextSize(body: object): string | undefined {
  const options: unknown = 'web_search_options' in body ? body.web_search_options : undefined;
  if (typeof options !== 'object' || options === null || !('search_context_size' in options)) return undefined;
  return typeof options.search_context_size === 'string' ? options.search_context_size : undefined;
}
