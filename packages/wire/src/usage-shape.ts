import type { UsageReader } from '@llm-tracker/core/plugin';
import { anthropicMessageReader } from './anthropic-message-reader.ts';
import { bedrockConverseReader } from './bedrock-converse-reader.ts';
import { geminiContentReader } from './gemini-content-reader.ts';
import { openaiChatReader } from './openai-chat-reader.ts';
import { openaiImageReader } from './openai-image-reader.ts';
import { openaiResponsesReader } from './openai-responses-reader.ts';
import { isObject, readObject } from './read-json.ts';

/** The reader that understands the usage in a part, by the names of its members; null when it holds none that is known. */
export function readerForShape(part: unknown): UsageReader | null {
  const body = readObject<
    'usage' | 'usageMetadata' | 'metadata' | 'response' | 'message' | 'type' | 'created' | 'data'
  >(part);
  const inner = readObject<'usage' | 'usageMetadata'>(body.response);
  if (isObject(body.usageMetadata) || isObject(inner.usageMetadata)) return geminiContentReader();
  if (isObject(inner.usage)) return openaiResponsesReader();
  if (isObject(readObject<'usage'>(body.message).usage)) return anthropicMessageReader();

  const usage = body.usage ?? readObject<'usage'>(body.metadata).usage;
  if (!isObject(usage)) return null;
  const names = new Set(Object.keys(usage));
  if (names.has('inputTokens') || names.has('outputTokens')) return bedrockConverseReader();
  if (names.has('prompt_tokens') || names.has('completion_tokens')) return openaiChatReader();
  if (!names.has('input_tokens') && !names.has('output_tokens')) return null;
  // Only Anthropic states cached tokens beside the input, and has events and bodies of this type.
  const anthropic = names.has('cache_read_input_tokens') || names.has('cache_creation_input_tokens');
  if (anthropic || body.type === 'message' || body.type === 'message_delta') return anthropicMessageReader();
  return typeof body.created === 'number' && Array.isArray(body.data) ? openaiImageReader() : openaiResponsesReader();
}
