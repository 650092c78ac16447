export { type OpenaiChatReaderOptions, openaiChatReader } from './openai-chat-reader.ts';
export { openaiEmbeddingReader } from './openai-embedding-reader.ts';
export { openaiResponsesReader } from './openai-responses-reader.ts';
