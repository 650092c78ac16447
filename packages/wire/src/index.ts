export { anthropicBatchResultReader } from './anthropic-batch-result-reader.ts';
export { anthropicDreamReader } from './anthropic-dream-reader.ts';
export { anthropicMessageReader } from './anthropic-message-reader.ts';
export { anthropicSpanReader } from './anthropic-span-reader.ts';
export { type BedrockAsyncInvokeReaderOptions, bedrockAsyncInvokeReader } from './bedrock-async-invoke-reader.ts';
export { bedrockConverseReader } from './bedrock-converse-reader.ts';
export { bedrockGuardrailReader } from './bedrock-guardrail-reader.ts';
export { type BedrockInvokeReaderOptions, bedrockInvokeReader } from './bedrock-invoke-reader.ts';
export { bedrockSonicReader } from './bedrock-sonic-reader.ts';
export { type DedupeKind, dedupeKey } from './dedupe-key.ts';
export { geminiBatchReader } from './gemini-batch-reader.ts';
export { geminiCacheReader } from './gemini-cache-reader.ts';
export { type GeminiContentReaderOptions, geminiContentReader } from './gemini-content-reader.ts';
export { geminiEmbeddingReader } from './gemini-embedding-reader.ts';
export { type GeminiImageReaderOptions, geminiImageReader } from './gemini-image-reader.ts';
export { type GeminiVideoReaderOptions, geminiVideoReader } from './gemini-video-reader.ts';
export { genericReader } from './generic-reader.ts';
export { openaiBatchReader } from './openai-batch-reader.ts';
export { openaiBatchResultReader } from './openai-batch-result-reader.ts';
export { type OpenaiChatReaderOptions, openaiChatReader } from './openai-chat-reader.ts';
export { openaiDecisionReader } from './openai-decision-reader.ts';
export { openaiEmbeddingReader } from './openai-embedding-reader.ts';
export { openaiEvalRunReader } from './openai-eval-run-reader.ts';
export { openaiFineTuningReader } from './openai-fine-tuning-reader.ts';
export { openaiGraderReader } from './openai-grader-reader.ts';
export { type OpenaiImageReaderOptions, openaiImageReader } from './openai-image-reader.ts';
export { openaiModerationReader } from './openai-moderation-reader.ts';
export { openaiRealtimeReader } from './openai-realtime-reader.ts';
export { openaiResponsesReader } from './openai-responses-reader.ts';
export { openaiRunReader } from './openai-run-reader.ts';
export { type OpenaiSpeechReaderOptions, openaiSpeechReader } from './openai-speech-reader.ts';
export { openaiTranscriptionReader } from './openai-transcription-reader.ts';
export { openaiTurnReader } from './openai-turn-reader.ts';
export { openaiVideoReader } from './openai-video-reader.ts';
export { observeStainlessClient, type StainlessHook } from './stainless/observe-stainless-client.ts';
export type {
  CallPlan,
  LookPlan,
  RefusalPlan,
  RequestPlan,
  StainlessRequest,
} from './stainless/request-plan.ts';
