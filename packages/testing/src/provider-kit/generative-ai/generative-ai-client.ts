import type { JsonObject } from '../../wire-server/wire-format.ts';

// The public members of @google/generative-ai that the kit uses.

interface ContentResponse extends JsonObject {
  text(): string;
  functionCalls(): unknown;
}

interface ContentResult {
  response: ContentResponse;
}

interface StreamResult {
  stream: AsyncGenerator<ContentResponse>;
  response: Promise<ContentResponse>;
}

type Call<Result> = (request: unknown, options?: Record<string, unknown>) => Promise<Result>;

export interface GenerativeModel {
  model: string;
  generateContent: Call<ContentResult>;
  generateContentStream: Call<StreamResult>;
  countTokens: Call<JsonObject>;
  embedContent: Call<JsonObject>;
  batchEmbedContents: Call<JsonObject>;
  startChat(parameters?: JsonObject): GenerativeChat;
}

interface GenerativeChat {
  sendMessage: Call<ContentResult>;
  sendMessageStream: Call<StreamResult>;
  getHistory(): Promise<JsonObject[]>;
}

export interface GenerativeAiClient {
  apiKey: string;
  getGenerativeModel(parameters: JsonObject, options?: Record<string, unknown>): GenerativeModel;
  getGenerativeModelFromCachedContent(
    cachedContent: JsonObject,
    parameters?: JsonObject,
    options?: Record<string, unknown>,
  ): GenerativeModel;
}

export type GenerativeAiClientClass = new (apiKey: string) => GenerativeAiClient;
