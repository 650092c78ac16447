import type { AnswerContext, JsonObject, WireAnswer, WireEvent } from '../wire-format.ts';
import { formFields } from './form-fields.ts';
import type { OpenaiRoute } from './openai-route.ts';
import { textPieces } from './openai-text.ts';
import { usageFor } from './openai-usage.ts';

/** POST /audio/speech, /audio/transcriptions and /audio/translations */
export const openaiAudio: OpenaiRoute = (segments, request, context) => {
  if (request.method !== 'POST' || segments[0] !== 'audio') return null;
  if (segments[1] === 'speech') return speech(request.json, context);
  if (segments[1] === 'transcriptions' || segments[1] === 'translations')
    return transcription(formFields(request), context);
  return null;
};

function speech(json: JsonObject, context: AnswerContext): WireAnswer {
  if (json['stream_format'] === 'sse') return { events: speechEvents(json, context) };
  // Every byte value occurs, so that a body which was read as text cannot pass for the original.
  const bytes = Uint8Array.from({ length: 4096 }, (_, index) => index % 256);
  return { status: 200, headers: { 'content-type': 'audio/mpeg' }, body: bytes };
}

function* speechEvents(json: JsonObject, context: AnswerContext): Generator<WireEvent> {
  yield { data: { type: 'speech.audio.delta', audio: 'UklGRiQAAABXQVZF' } };
  const usage = usageFor(String(json['model']), String(json['input']), String(json['input']), context.scenario.usage);
  const { inputTokens, outputTokens } = usage;
  yield {
    data: {
      type: 'speech.audio.done',
      usage: { input_tokens: inputTokens, output_tokens: outputTokens, total_tokens: inputTokens + outputTokens },
    },
  };
}

function transcription(fields: Record<string, string>, context: AnswerContext): WireAnswer {
  const text = context.scenario.text ?? 'The answer is forty-two.';
  const format = fields['response_format'] ?? 'json';
  if (format === 'text' || format === 'srt' || format === 'vtt') {
    return { status: 200, body: format === 'srt' ? `1\n00:00:00,000 --> 00:00:02,000\n${text}\n\n` : `${text}\n` };
  }
  const usage = transcriptionUsage(fields['model'] ?? 'whisper-1', text, context);
  if (fields['stream'] === 'true') return { events: transcriptionEvents(text, usage, context) };
  const verbose =
    format === 'verbose_json' ? { task: 'transcribe', language: 'english', duration: 2, segments: [] } : {};
  return { status: 200, body: { text, ...verbose, usage } };
}

function* transcriptionEvents(text: string, usage: JsonObject, context: AnswerContext): Generator<WireEvent> {
  for (const delta of textPieces(text, context.scenario)) yield { data: { type: 'transcript.text.delta', delta } };
  yield { data: { type: 'transcript.text.done', text, usage } };
}

function transcriptionUsage(model: string, text: string, context: AnswerContext): JsonObject {
  if (model.startsWith('whisper')) return { type: 'duration', seconds: 2 };
  const { inputTokens, outputTokens, audioInputTokens } = usageFor(model, '', text, {
    audioInputTokens: 8,
    ...context.scenario.usage,
  });
  return {
    type: 'tokens',
    input_tokens: inputTokens,
    input_token_details: { text_tokens: inputTokens - audioInputTokens, audio_tokens: audioInputTokens },
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}
