import { describe, expect, it } from 'vitest';
import { openaiChatReader } from './openai-chat-reader.ts';

const completion = {
  id: 'chatcmpl-BfGx2kq7',
  object: 'chat.completion',
  created: 1_763_900_000,
  model: 'gpt-5.6-sol-2026-08-01',
  service_tier: 'default',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
  usage: {
    prompt_tokens: 20_000,
    completion_tokens: 500,
    total_tokens: 20_500,
    prompt_tokens_details: { cached_tokens: 4096, audio_tokens: 0, cache_write_tokens: 12_000 },
    completion_tokens_details: {
      reasoning_tokens: 320,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  },
};

function chunk(members: object): object {
  return { id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'gpt-4o-2024-08-06', ...members };
}

function readUsage(usage: unknown) {
  const reader = openaiChatReader();
  reader.push({ id: 'chatcmpl-1', model: 'gpt-4o-2024-08-06', usage });
  return reader.result();
}

describe('openaiChatReader', () => {
  it('reads a completion as disjoint items that sum to the stated totals', () => {
    const reader = openaiChatReader();
    reader.push(completion);
    expect(reader.result()).toEqual({
      model: 'gpt-5.6-sol-2026-08-01',
      responseId: 'chatcmpl-BfGx2kq7',
      serviceTier: 'standard',
      items: [
        { unit: 'input_cache_read', quantity: 4096 },
        { unit: 'input', quantity: 3904 },
        { unit: 'input_cache_write_30m', quantity: 12_000 },
        { unit: 'output_reasoning', quantity: 320 },
        { unit: 'output', quantity: 180 },
      ],
      promptTokens: 20_000,
      completionTokens: 500,
    });
  });

  it('reads audio in and out, and takes text as cached first', () => {
    const usage = {
      prompt_tokens: 300,
      completion_tokens: 90,
      total_tokens: 390,
      prompt_tokens_details: { cached_tokens: 128, audio_tokens: 200, text_tokens: 100 },
      completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 60, text_tokens: 30 },
    };
    expect(readUsage(usage)?.items).toEqual([
      { unit: 'input_cache_read', quantity: 100 },
      { unit: 'input', quantity: 0 },
      { unit: 'input_audio_cache_read', quantity: 28 },
      { unit: 'input_audio', quantity: 172 },
      { unit: 'output_reasoning', quantity: 0 },
      { unit: 'output_audio', quantity: 60 },
      { unit: 'output', quantity: 30 },
    ]);
  });

  it('keeps what is not stated out of the items', () => {
    const usage = { prompt_tokens: 640, completion_tokens: 0, total_tokens: 640, prompt_tokens_details: null };
    expect(readUsage(usage)).toMatchObject({
      items: [
        { unit: 'input', quantity: 640 },
        { unit: 'output', quantity: 0 },
      ],
      promptTokens: 640,
      completionTokens: 0,
    });
  });

  it('ends a stream with the chunk that has usage and no choices', () => {
    const reader = openaiChatReader();
    expect(reader.push(chunk({ service_tier: 'flex', choices: [{ delta: { content: 'Hi' } }], usage: null }))).toBe(
      false,
    );
    expect(
      reader.push(chunk({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 } })),
    ).toBe(true);
    expect(reader.result()).toMatchObject({ serviceTier: 'flex', promptTokens: 9, completionTokens: 2 });
  });

  it('takes the last of the running totals that some servers repeat', () => {
    const reader = openaiChatReader();
    reader.push(chunk({ choices: [{}], usage: { prompt_tokens: 9, completion_tokens: 1, total_tokens: 10 } }));
    reader.push(chunk({ choices: [{}], usage: { prompt_tokens: 9, completion_tokens: 7, total_tokens: 16 } }));
    expect(reader.result()).toMatchObject({ promptTokens: 9, completionTokens: 7 });
  });

  it('names the model of a stream that reported no usage', () => {
    const reader = openaiChatReader();
    reader.push(chunk({ choices: [{ delta: { content: 'Hi' } }] }));
    expect(reader.result()).toEqual({ model: 'gpt-4o-2024-08-06', responseId: 'chatcmpl-1', items: [] });
  });

  it("reads the usage in Groq's own member", () => {
    const reader = openaiChatReader();
    reader.push(chunk({ choices: [{}], x_groq: { id: 'req_1', usage: { prompt_tokens: 5, completion_tokens: 6 } } }));
    expect(reader.result()).toMatchObject({ promptTokens: 5, completionTokens: 6 });
  });

  it.each(['prompt_cache_hit_tokens', 'cached_tokens'])(
    'reads cached tokens that other vendors state as %s',
    (name) => {
      expect(readUsage({ prompt_tokens: 100, completion_tokens: 3, [name]: 64 })?.items).toEqual([
        { unit: 'input_cache_read', quantity: 64 },
        { unit: 'input', quantity: 36 },
        { unit: 'output', quantity: 3 },
      ]);
    },
  );

  it('adds reasoning that the grand total shows to be no part of the completion', () => {
    const usage = {
      prompt_tokens: 12,
      completion_tokens: 1,
      total_tokens: 399,
      completion_tokens_details: { reasoning_tokens: 386 },
    };
    expect(readUsage(usage)).toMatchObject({
      items: [
        { unit: 'input', quantity: 12 },
        { unit: 'output_reasoning', quantity: 386 },
        { unit: 'output', quantity: 1 },
      ],
      completionTokens: 387,
    });
  });

  it('names the context size of searches that was asked for', () => {
    const reader = openaiChatReader({ searchContextSize: 'high' });
    reader.push(completion);
    expect(reader.result()?.priceContext).toEqual({ searchContextSize: 'high' });
  });

  it('leaves parts that exceed their whole as stated', () => {
    const usage = { prompt_tokens: 100, completion_tokens: 10, prompt_tokens_details: { cached_tokens: 200 } };
    expect(readUsage(usage)).toMatchObject({
      items: [
        { unit: 'input_cache_read', quantity: 200 },
        { unit: 'output', quantity: 10 },
      ],
      promptTokens: 100,
    });
  });

  it.each([-5, 1.5, '12', Number.POSITIVE_INFINITY, true, []])(
    'has no total that agrees with a count of %o',
    (count) => {
      expect(readUsage({ prompt_tokens: count, completion_tokens: 3 })?.promptTokens).toBeNaN();
      expect(
        readUsage({ prompt_tokens: 9, completion_tokens: 3, prompt_tokens_details: { cached_tokens: count } })
          ?.promptTokens,
      ).toBeNaN();
    },
  );

  it('reports nothing of an answer that says nothing', () => {
    const reader = openaiChatReader();
    reader.push({ error: { message: 'no' } });
    expect(reader.result()).toBeNull();
  });
});
