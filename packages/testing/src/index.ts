export { type AnthropicContext, anthropicContext } from './provider-kit/anthropic/anthropic-case.ts';
export type { AnthropicClient, AnthropicClientClass } from './provider-kit/anthropic/anthropic-client.ts';
export { anthropicProviderCases } from './provider-kit/anthropic/anthropic-provider-cases.ts';
export { type BedrockContext, bedrockContext } from './provider-kit/bedrock/bedrock-case.ts';
export type { BedrockRuntime, BedrockSdk } from './provider-kit/bedrock/bedrock-client.ts';
export { bedrockProviderCases } from './provider-kit/bedrock/bedrock-provider-cases.ts';
export { customProviderCases } from './provider-kit/custom/custom-provider-cases.ts';
export type {
  CustomCall,
  CustomProviderCase,
  CustomProviderContext,
} from './provider-kit/custom/custom-provider-context.ts';
export type { ExpectedRecord } from './provider-kit/expected-record.ts';
export { type GeminiContext, geminiContext } from './provider-kit/gemini/gemini-case.ts';
export type { GeminiClient, GeminiClientClass } from './provider-kit/gemini/gemini-client.ts';
export { geminiProviderCases } from './provider-kit/gemini/gemini-provider-cases.ts';
export { type GenerativeAiContext, generativeAiContext } from './provider-kit/generative-ai/generative-ai-case.ts';
export type { GenerativeAiClient, GenerativeAiClientClass } from './provider-kit/generative-ai/generative-ai-client.ts';
export { generativeAiProviderCases } from './provider-kit/generative-ai/generative-ai-provider-cases.ts';
export { type OpenaiContext, openaiContext } from './provider-kit/openai/openai-case.ts';
export type { OpenaiClient, OpenaiClientClass } from './provider-kit/openai/openai-client.ts';
export { openaiProviderCases } from './provider-kit/openai/openai-provider-cases.ts';
export type { ProviderCase, ProviderContext } from './provider-kit/provider-case.ts';
export { kitId, kitRecord } from './storage-kit/kit-record.ts';
export { parseRecords } from './storage-kit/parse-records.ts';
export { savePersistently } from './storage-kit/save-persistently.ts';
export type { StorageCase, StorageContext } from './storage-kit/storage-case.ts';
export { storageCases } from './storage-kit/storage-cases.ts';
export { anthropicFormat } from './wire-server/anthropic/anthropic-format.ts';
export { azureFormat } from './wire-server/azure/azure-format.ts';
export { bedrockFormat } from './wire-server/bedrock/bedrock-format.ts';
export { createGate, type Gate } from './wire-server/create-gate.ts';
export { geminiFormat } from './wire-server/gemini/gemini-format.ts';
export { openaiFormat } from './wire-server/openai/openai-format.ts';
export type { AnswerEnd, JournalEntry } from './wire-server/request-journal.ts';
export { startWireServer, type WireServer, type WireServerOptions } from './wire-server/start-wire-server.ts';
export type {
  AnswerContext,
  JsonObject,
  StreamAnswer,
  WholeAnswer,
  WireAnswer,
  WireError,
  WireEvent,
  WireFormat,
  WireRequest,
} from './wire-server/wire-format.ts';
export type { AnswerPoint, EventSpelling, WireScenario, WireToolCall, WireUsage } from './wire-server/wire-scenario.ts';
