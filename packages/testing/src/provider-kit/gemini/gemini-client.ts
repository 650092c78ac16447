import type { JsonObject } from '../../wire-server/wire-format.ts';

// The public members of @google/genai that the kit uses, in the shape common to its majors.

export type Parameters = JsonObject;

interface ContentStream extends AsyncGenerator<JsonObject> {}

interface GeminiModels {
  generateContent(parameters: Parameters): Promise<JsonObject>;
  generateContentStream(parameters: Parameters): Promise<ContentStream>;
  embedContent(parameters: Parameters): Promise<JsonObject>;
  generateImages(parameters: Parameters): Promise<JsonObject>;
  generateVideos(parameters: Parameters): Promise<JsonObject>;
  countTokens(parameters: Parameters): Promise<JsonObject>;
  computeTokens(parameters: Parameters): Promise<JsonObject>;
  list(parameters?: Parameters): Promise<AsyncIterable<JsonObject>>;
  get(parameters: Parameters): Promise<JsonObject>;
}

interface GeminiChat {
  sendMessage(parameters: Parameters): Promise<JsonObject>;
  sendMessageStream(parameters: Parameters): Promise<ContentStream>;
  getHistory(curated?: boolean): JsonObject[];
}

/** A collection of things that are kept at Google's. */
interface GeminiStore {
  create(parameters: Parameters): Promise<JsonObject>;
  get(parameters: Parameters): Promise<JsonObject>;
  list(parameters?: Parameters): Promise<AsyncIterable<JsonObject>>;
  delete(parameters: Parameters): Promise<JsonObject>;
}

export interface GeminiClient {
  vertexai: boolean;
  apiClient: object;
  models: GeminiModels;
  chats: { create(parameters: Parameters): GeminiChat };
  caches: GeminiStore & { update(parameters: Parameters): Promise<JsonObject> };
  batches: GeminiStore & { cancel(parameters: Parameters): Promise<void> };
  files: Pick<GeminiStore, 'get'> & {
    upload(parameters: Parameters): Promise<JsonObject>;
    download(parameters: Parameters): Promise<void>;
  };
  fileSearchStores: {
    uploadToFileSearchStore(parameters: Parameters): Promise<JsonObject>;
    importFile(parameters: Parameters): Promise<JsonObject>;
  };
  operations: { getVideosOperation(parameters: Parameters): Promise<JsonObject> };
  tunings: { tune(parameters: Parameters): Promise<JsonObject> };
}

export type GeminiClientClass = new (options: Record<string, unknown>) => GeminiClient;
