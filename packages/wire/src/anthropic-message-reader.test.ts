import { describe, expect, it } from 'vitest';
import { anthropicBatchResultReader } from './anthropic-batch-result-reader.ts';
import { anthropicMessageReader } from './anthropic-message-reader.ts';
import { anthropicSpanReader } from './anthropic-span-reader.ts';

const usage = {
  input_tokens: 900,
  cache_creation_input_tokens: 5000,
  cache_read_input_tokens: 700,
  cache_creation: { ephemeral_5m_input_tokens: 3000, ephemeral_1h_input_tokens: 1000 },
  output_tokens: 1500,
  output_tokens_details: { thinking_tokens: 900 },
  server_tool_use: { web_search_requests: 3, web_fetch_requests: 1 },
  service_tier: 'standard',
  inference_geo: 'us',
  speed: 'standard',
};

function message(members: object): object {
  return { id: 'msg_01', type: 'message', role: 'assistant', model: 'claude-opus-5', content: [], usage, ...members };
}

function read(part: unknown) {
  const reader = anthropicMessageReader();
  reader.push(part);
  return reader.result();
}

function iteration(type: string, model: string | null, input: number, output: number): object {
  return { type, model, input_tokens: input, output_tokens: output, cache_read_input_tokens: 0, cache_creation: null };
}

describe('anthropicMessageReader', () => {
  it('reads a message: caches beside the input, thinking inside the output', () => {
    expect(read(message({}))).toEqual({
      model: 'claude-opus-5',
      responseId: 'msg_01',
      serviceTier: 'standard',
      priceContext: { inferenceGeo: 'us', speed: 'standard' },
      items: [
        { unit: 'input', quantity: 900 },
        { unit: 'input_cache_read', quantity: 700 },
        { unit: 'input_cache_write', quantity: 4000 },
        { unit: 'input_cache_write_1h', quantity: 1000 },
        { unit: 'output_reasoning', quantity: 900 },
        { unit: 'output', quantity: 600 },
        { unit: 'search', quantity: 3 },
      ],
      promptTokens: 6600,
      completionTokens: 1500,
    });
  });

  it('takes writes without a split as kept for 5 minutes', () => {
    const items = read(message({ usage: { ...usage, cache_creation: null } }))?.items;
    expect(items).toContainEqual({ unit: 'input_cache_write', quantity: 5000 });
    expect(items?.map((item) => item.unit)).not.toContain('input_cache_write_1h');
  });

  it('replaces what a stream states at its start by what it states at its end, member by member', () => {
    const reader = anthropicMessageReader();
    const start = { ...usage, output_tokens: 1, output_tokens_details: null, server_tool_use: null };
    reader.push({ type: 'message_start', message: message({ usage: start }) });
    expect(reader.result()?.items).toContainEqual({ unit: 'output', quantity: 1 });
    const delta = {
      input_tokens: null,
      cache_creation_input_tokens: null,
      cache_read_input_tokens: 800,
      output_tokens: 1500,
      output_tokens_details: { thinking_tokens: 900 },
      server_tool_use: { web_search_requests: 2, web_fetch_requests: 0 },
    };
    expect(reader.push({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: delta })).toBe(false);
    expect(reader.push({ type: 'message_stop' })).toBe(true);
    expect(reader.result()).toEqual({
      model: 'claude-opus-5',
      responseId: 'msg_01',
      serviceTier: 'standard',
      priceContext: { inferenceGeo: 'us', speed: 'standard' },
      items: [
        { unit: 'input', quantity: 900 },
        { unit: 'input_cache_read', quantity: 800 },
        { unit: 'input_cache_write', quantity: 4000 },
        { unit: 'input_cache_write_1h', quantity: 1000 },
        { unit: 'output_reasoning', quantity: 900 },
        { unit: 'output', quantity: 600 },
        { unit: 'search', quantity: 2 },
      ],
      promptTokens: 6700,
      completionTokens: 1500,
    });
  });

  it('adds compactions as requests of their own, and advisors at their model', () => {
    const iterations = [
      iteration('compaction', null, 180_000, 3500),
      iteration('message', 'claude-opus-5', 23_000, 1000),
      iteration('advisor_message', 'claude-fable-5', 6000, 700),
    ];
    const result = read(message({ usage: { input_tokens: 23_000, output_tokens: 1000, iterations } }));
    expect(result?.items.filter((item) => item.quantity > 0)).toEqual([
      { unit: 'input', quantity: 23_000 },
      { unit: 'output', quantity: 1000 },
      { unit: 'input', quantity: 180_000, variant: 'compaction_1' },
      { unit: 'output', quantity: 3500, variant: 'compaction_1' },
      { unit: 'input', quantity: 6000, model: 'claude-fable-5' },
      { unit: 'output', quantity: 700, model: 'claude-fable-5' },
    ]);
  });

  it('reads the attempts of a fallback instead of the whole, without those that put out nothing', () => {
    const iterations = [
      iteration('message', 'claude-fable-5', 1000, 0),
      iteration('message', 'claude-sonnet-5', 1000, 40),
      iteration('fallback_message', 'claude-opus-5', 1000, 600),
    ];
    const result = read(message({ usage: { input_tokens: 3000, output_tokens: 640, iterations } }));
    expect(result?.items.filter((item) => item.quantity > 0)).toEqual([
      { unit: 'input', quantity: 1000, model: 'claude-sonnet-5' },
      { unit: 'output', quantity: 40, model: 'claude-sonnet-5' },
      { unit: 'input', quantity: 1000 },
      { unit: 'output', quantity: 600 },
    ]);
  });

  it('has no total that agrees with a split beyond its whole', () => {
    const wrong = { ...usage, cache_creation_input_tokens: 10 };
    const result = read(message({ usage: wrong }));
    expect(result?.promptTokens).toBe(900 + 700 + 10);
    expect(result?.items).toContainEqual({ unit: 'input_cache_write_1h', quantity: 1000 });
  });
});

describe('anthropicBatchResultReader', () => {
  it('reads a line under the id of its message, at the price of batches', () => {
    const reader = anthropicBatchResultReader();
    reader.push({ custom_id: 'row-1', result: { type: 'succeeded', message: message({}) } });
    expect(reader.result()).toMatchObject({
      dedupeKey: 'anthropic:message:msg_01',
      serviceTier: 'batch',
      priceContext: { batch: 'true', inferenceGeo: 'us' },
      promptTokens: 6600,
    });
  });

  it.each(['errored', 'canceled', 'expired'])('reports nothing of a line that %s', (type) => {
    const reader = anthropicBatchResultReader();
    reader.push({ custom_id: 'row-1', result: { type, error: { type: 'error' } } });
    expect(reader.result()).toBeNull();
  });
});

describe('anthropicSpanReader', () => {
  it('reads what a model used in a session, under the id of the event', () => {
    const reader = anthropicSpanReader();
    expect(reader.push({ type: 'span.model_request_start', id: 'sevt_0' })).toBe(false);
    const modelUsage = {
      input_tokens: 5,
      output_tokens: 6,
      cache_read_input_tokens: 7,
      cache_creation_input_tokens: 8,
      speed: 'fast',
    };
    reader.push({
      type: 'span.model_request_end',
      id: 'sevt_1',
      processed_at: '2026-11-23T10:00:00Z',
      model_usage: modelUsage,
    });
    expect(reader.result()).toEqual({
      responseId: 'sevt_1',
      dedupeKey: 'anthropic:span:sevt_1',
      createdAt: new Date('2026-11-23T10:00:00Z'),
      priceContext: { speed: 'fast' },
      items: [
        { unit: 'input', quantity: 5 },
        { unit: 'input_cache_read', quantity: 7 },
        { unit: 'input_cache_write', quantity: 8 },
        { unit: 'output', quantity: 6 },
      ],
      promptTokens: 20,
      completionTokens: 6,
    });
  });
});
