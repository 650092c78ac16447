import type { ReportedUsage, UsageReader } from '@llm-tracker/core';
import {
  anthropicMessageReader,
  bedrockConverseReader,
  bedrockGuardrailReader,
  bedrockInvokeReader,
  geminiCacheReader,
  geminiContentReader,
  geminiEmbeddingReader,
  geminiImageReader,
  geminiVideoReader,
  openaiChatReader,
  openaiDecisionReader,
  openaiEmbeddingReader,
  openaiImageReader,
  openaiModerationReader,
  openaiRealtimeReader,
  openaiResponsesReader,
  openaiSpeechReader,
  openaiTranscriptionReader,
  openaiVideoReader,
} from '@llm-tracker/wire';
import type { PriceCase } from './price-case.ts';

/** How an answer of one wire format is put together from a case, and who reads it. */
type Reading = (input: PriceCase) => { reader: UsageReader; parts: unknown[] };

/** Sends a case's raw usage, in the body that carried it, through the reader of its wire format. */
export function readCaseUsage(input: PriceCase): ReportedUsage | null {
  const reading = readings[input.api];
  if (reading === undefined) throw new Error(`Case ${input.id} is of an unknown API, ${input.api}.`);
  const { reader, parts } = reading(input);
  for (const part of parts) reader.push(part);
  return reader.result();
}

const readings: Record<string, Reading> = {
  'chat.completions': (input) => whole(openaiChatReader(), openaiBody(input)),
  completions: (input) => whole(openaiChatReader(), openaiBody(input)),
  embeddings: (input) => whole(openaiEmbeddingReader(), openaiBody(input)),
  responses: (input) => whole(openaiResponsesReader(), responsesBody(input)),
  decisions: (input) => whole(openaiDecisionReader(), openaiBody(input)),
  realtime: (input) => whole(openaiRealtimeReader(), { type: 'response.done', response: openaiBody(input) }),
  images: (input) => whole(openaiImageReader(input.context), { created: 1, ...openaiBody(input) }),
  'images.legacy': (input) => whole(openaiImageReader(input.context), { created: 1, ...openaiBody(input) }),
  video: (input) => whole(openaiVideoReader(), videoBody(input)),
  'audio.transcriptions.tokens': (input) => whole(openaiTranscriptionReader(), openaiBody(input)),
  'audio.transcriptions.duration': (input) => whole(openaiTranscriptionReader(), openaiBody(input)),
  'audio.speech': (input) => whole(openaiSpeechReader(), openaiBody(input)),
  'audio.speech.characters': ({ context }) => ({ reader: openaiSpeechReader({ ...context }), parts: [] }),
  moderations: (input) => whole(openaiModerationReader(), openaiBody(input)),
  messages: (input) => whole(anthropicMessageReader(), { type: 'message', ...openaiBody(input) }),
  'messages.stream': (input) => ({ reader: anthropicMessageReader(), parts: messageEvents(input) }),
  generateContent: (input) => whole(geminiContentReader(), geminiBody(input)),
  live: (input) => whole(geminiContentReader(), geminiBody(input)),
  embedContent: (input) => whole(geminiEmbeddingReader(), geminiBody(input)),
  generateImages: ({ context }) => whole(geminiImageReader({ count: context?.n ?? 1 }), { generatedImages: [] }),
  generateVideos: ({ context }) =>
    whole(geminiVideoReader({ ...context, count: context?.n ?? 1 }), { name: 'operations/1' }),
  'caches.create': (input) => whole(geminiCacheReader(), cacheBody(input)),
  converse: ({ usage, response }) => whole(bedrockConverseReader(), { usage, ...response }),
  invokeModel: invokeModel,
  rerank: rerank,
  applyGuardrail: ({ usage }) => whole(bedrockGuardrailReader(), { usage }),
};

function whole(reader: UsageReader, body: unknown): ReturnType<Reading> {
  return { reader, parts: [body] };
}

/** OpenAI's and Anthropic's bodies name model, tier and usage alike. */
function openaiBody({ responseModel, serviceTier, usage, response }: PriceCase): Record<string, unknown> {
  return { id: 'answer-1', model: responseModel, service_tier: serviceTier, usage, ...response };
}

function responsesBody(input: PriceCase): Record<string, unknown> {
  const { imageGenToolModel } = input.context ?? {};
  const tools = imageGenToolModel === undefined ? [] : [{ type: 'image_generation', model: imageGenToolModel }];
  return { status: 'completed', tools, ...openaiBody(input) };
}

function videoBody(input: PriceCase): Record<string, unknown> {
  const { seconds, size } = input.context ?? {};
  return { ...openaiBody(input), status: 'completed', seconds: String(seconds), size };
}

function messageEvents({ responseModel, usage }: PriceCase): unknown[] {
  if (Array.isArray(usage)) return usage;
  const { message_start: start, message_delta: delta } = usage ?? {};
  return [
    { type: 'message_start', message: { id: 'answer-1', model: responseModel, usage: usageOf(start ?? usage) } },
    ...(Array.isArray(delta) ? delta : [delta]).map((each) => ({ type: 'message_delta', usage: usageOf(each) })),
    { type: 'message_stop' },
  ];
}

/** An event's usage, given with or without the event around it. */
function usageOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('message' in value) return usageOf(value.message);
  return 'usage' in value ? value.usage : value;
}

function geminiBody({ responseModel, usage, response }: PriceCase): Record<string, unknown> {
  return { modelVersion: responseModel, usageMetadata: usage, ...response };
}

function cacheBody({ model, usage, context }: PriceCase): Record<string, unknown> {
  const created = Date.UTC(2026, 10, 23);
  const createTime = new Date(created).toISOString();
  const expireTime = new Date(created + (context?.ttlSeconds ?? 0) * 1000).toISOString();
  return { name: 'cachedContents/1', model: `models/${model}`, createTime, expireTime, usageMetadata: usage };
}

function invokeModel({ responseModel, usage, response, context }: PriceCase): ReturnType<Reading> {
  const { images = 0, size, quality, responseHeaders = {} } = context ?? {};
  const imageVariant = quality === undefined ? size : `${size}/${quality}`;
  const type = responseModel?.includes('claude') === true ? 'message' : undefined;
  const body = { type, model: responseModel, images: Array(images).fill('image'), ...usage, usage, ...response };
  return { reader: bedrockInvokeReader({ imageVariant }), parts: [responseHeaders, body] };
}

/** One call per query; what a call of several queries bills is their sum. */
function rerank({ context }: PriceCase): ReturnType<Reading> {
  const { queries = 1, documentsPerQuery = 1 } = context ?? {};
  const documents = queries * Math.ceil(documentsPerQuery / 100) * 100;
  return whole(bedrockInvokeReader({ documents }), { results: [{ index: 0, relevance_score: 1 }] });
}
