import { describe, expect, it } from 'vitest';
import { openaiRealtimeReader } from './openai-realtime-reader.ts';
import { openaiSpeechReader } from './openai-speech-reader.ts';
import { openaiTranscriptionReader } from './openai-transcription-reader.ts';

describe('openaiSpeechReader', () => {
  it('counts the characters that were asked for when only sound comes back', () => {
    expect(openaiSpeechReader({ inputCharacters: 1234 }).result()).toEqual({
      items: [{ unit: 'character', quantity: 1234 }],
    });
  });

  it('prefers the tokens that a stream of events ends with', () => {
    const reader = openaiSpeechReader({ inputCharacters: 80 });
    expect(reader.push({ type: 'speech.audio.delta', audio: 'AAAA' })).toBe(false);
    const usage = { input_tokens: 20, output_tokens: 300, total_tokens: 320 };
    expect(reader.push({ type: 'speech.audio.done', usage })).toBe(true);
    expect(reader.result()).toEqual({
      items: [
        { unit: 'input', quantity: 20 },
        { unit: 'output_audio', quantity: 300 },
      ],
      promptTokens: 20,
      completionTokens: 300,
    });
  });
});

describe('openaiTranscriptionReader', () => {
  function read(part: object) {
    const reader = openaiTranscriptionReader();
    reader.push(part);
    return reader.result()?.items;
  }

  it('reads tokens, whole and as the last event of a stream', () => {
    const usage = {
      type: 'tokens',
      input_tokens: 130,
      input_token_details: { text_tokens: 10, audio_tokens: 120 },
      output_tokens: 45,
      total_tokens: 175,
    };
    const items = [
      { unit: 'input', quantity: 10 },
      { unit: 'input_audio', quantity: 120 },
      { unit: 'output', quantity: 45 },
    ];
    expect(read({ text: 'Hello', usage })).toEqual(items);
    expect(read({ type: 'transcript.text.done', text: 'Hello', usage })).toEqual(items);
  });

  it('reads seconds, as usage or as the duration of a verbose answer', () => {
    expect(read({ text: 'Hello', usage: { type: 'duration', seconds: 90 } })).toEqual([
      { unit: 'second_input', quantity: 90 },
    ]);
    expect(read({ task: 'transcribe', duration: 8.47 })).toEqual([{ unit: 'second_input', quantity: 8.47 }]);
    expect(read({ task: 'transcribe', duration: '8.470000267028809' })).toEqual([
      { unit: 'second_input', quantity: 8.470000267028809 },
    ]);
  });
});

describe('openaiRealtimeReader', () => {
  it('takes the cached share out of each modality', () => {
    const usage = {
      total_tokens: 700,
      input_tokens: 600,
      output_tokens: 100,
      input_token_details: {
        text_tokens: 200,
        audio_tokens: 400,
        image_tokens: 0,
        cached_tokens: 128,
        cached_tokens_details: { text_tokens: 64, audio_tokens: 64, image_tokens: 0 },
      },
      output_token_details: { text_tokens: 20, audio_tokens: 80 },
    };
    const reader = openaiRealtimeReader();
    expect(reader.push({ type: 'response.created', response: { id: 'resp_1', usage: null } })).toBe(false);
    expect(reader.push({ type: 'response.done', response: { id: 'resp_1', usage } })).toBe(true);
    expect(reader.result()).toEqual({
      responseId: 'resp_1',
      items: [
        { unit: 'input_cache_read', quantity: 64 },
        { unit: 'input', quantity: 136 },
        { unit: 'input_audio_cache_read', quantity: 64 },
        { unit: 'input_audio', quantity: 336 },
        { unit: 'output_audio', quantity: 80 },
        { unit: 'output', quantity: 20 },
      ],
      promptTokens: 600,
      completionTokens: 100,
    });
  });
});
