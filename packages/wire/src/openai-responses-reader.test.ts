import { describe, expect, it } from 'vitest';
import { openaiResponsesReader } from './openai-responses-reader.ts';

const createdAt = 1_763_900_000;

function response(members: object): object {
  return {
    id: 'resp_68f0a1',
    object: 'response',
    created_at: createdAt,
    status: 'completed',
    background: false,
    model: 'gpt-6-sol',
    service_tier: 'default',
    tools: [],
    output: [{ type: 'message', content: [] }],
    usage: {
      input_tokens: 9000,
      input_tokens_details: {
        cached_tokens: 500,
        cache_write_tokens: 8000,
        cache_write_tokens_details: { ttl_30m_tokens: 3000, ttl_12h_tokens: 5000 },
      },
      output_tokens: 100,
      output_tokens_details: { reasoning_tokens: 64 },
      total_tokens: 9100,
    },
    ...members,
  };
}

function read(part: unknown) {
  const reader = openaiResponsesReader();
  reader.push(part);
  return reader.result();
}

describe('openaiResponsesReader', () => {
  it('reads a response with cache writes by lifetime', () => {
    expect(read(response({}))).toEqual({
      model: 'gpt-6-sol',
      responseId: 'resp_68f0a1',
      serviceTier: 'standard',
      items: [
        { unit: 'input_cache_read', quantity: 500 },
        { unit: 'input', quantity: 500 },
        { unit: 'input_cache_write_12h', quantity: 5000 },
        { unit: 'input_cache_write_30m', quantity: 3000 },
        { unit: 'output_reasoning', quantity: 64 },
        { unit: 'output', quantity: 36 },
      ],
      promptTokens: 9000,
      completionTokens: 100,
    });
  });

  it('ends a stream with the event that carries the finished response', () => {
    const reader = openaiResponsesReader();
    const created = response({ status: 'in_progress', usage: null, output: [], service_tier: 'auto' });
    expect(reader.push({ type: 'response.created', response: created })).toBe(false);
    expect(reader.result()).toEqual({
      model: 'gpt-6-sol',
      responseId: 'resp_68f0a1',
      serviceTier: 'auto',
      items: [],
    });
    expect(reader.push({ type: 'response.completed', response: response({}) })).toBe(true);
    expect(reader.result()).toMatchObject({ serviceTier: 'standard', promptTokens: 9000, completionTokens: 100 });
  });

  it.each(['response.incomplete', 'response.failed'])('ends a stream with %s', (type) => {
    expect(openaiResponsesReader().push({ type, response: response({ usage: null }) })).toBe(true);
  });

  it.each(['queued', 'in_progress'])('reports a background response that is %s as pending under its id', (status) => {
    expect(read(response({ status, background: true, usage: null }))).toEqual({
      model: 'gpt-6-sol',
      responseId: 'resp_68f0a1',
      serviceTier: 'standard',
      dedupeKey: 'openai:response:resp_68f0a1',
      createdAt: new Date(createdAt * 1000),
      usageSource: 'pending',
      items: [],
    });
  });

  it('keeps the key of a finished background response and no longer calls it pending', () => {
    const reader = openaiResponsesReader();
    const queued = response({ status: 'queued', background: true, usage: null });
    reader.push({ type: 'response.queued', response: queued });
    expect(reader.result()?.usageSource).toBe('pending');
    reader.push({ type: 'response.completed', response: response({ background: true }) });
    expect(reader.result()).toMatchObject({ dedupeKey: 'openai:response:resp_68f0a1', promptTokens: 9000 });
    expect(reader.result()).not.toHaveProperty('usageSource');
  });

  it('counts searches as the response sums them up, at the context size of the tool', () => {
    const result = read(
      response({
        tools: [{ type: 'web_search', search_context_size: 'low' }],
        tool_usage: { web_search: { num_requests: 17 } },
        output: [{ type: 'web_search_call', action: { type: 'search' } }],
      }),
    );
    expect(result?.items).toContainEqual({ unit: 'search', quantity: 17 });
    expect(result?.priceContext).toEqual({ searchContextSize: 'low' });
  });

  it('counts search calls where the response does not sum them up, pages opened left out', () => {
    const output = [
      { type: 'web_search_call', action: { type: 'search', query: 'a' } },
      { type: 'web_search_call', action: { type: 'open_page' } },
      { type: 'web_search_call' },
      { type: 'file_search_call' },
      { type: 'file_search_call' },
    ];
    expect(read(response({ output }))?.items).toEqual(
      expect.arrayContaining([
        { unit: 'search', quantity: 2 },
        { unit: 'file_search', quantity: 2 },
      ]),
    );
  });

  it("counts the image tool's tokens at the tool's model, the cached share by modality", () => {
    const result = read(
      response({
        tools: [{ type: 'image_generation', model: 'gpt-image-2' }],
        tool_usage: {
          web_search: { num_requests: 0 },
          image_gen: {
            input_tokens: 1100,
            input_tokens_details: { text_tokens: 100, image_tokens: 1000 },
            cached_tokens: 540,
            cached_tokens_details: { cached_text_tokens: 40, cached_image_tokens: 500 },
            output_tokens: 1056,
            output_tokens_details: { text_tokens: 0, image_tokens: 1056 },
            total_tokens: 2156,
          },
        },
      }),
    );
    expect(result?.items.filter((item) => item.model === 'gpt-image-2')).toEqual([
      { unit: 'input_cache_read', quantity: 40, model: 'gpt-image-2' },
      { unit: 'input', quantity: 60, model: 'gpt-image-2' },
      { unit: 'input_image_cache_read', quantity: 500, model: 'gpt-image-2' },
      { unit: 'input_image', quantity: 500, model: 'gpt-image-2' },
      { unit: 'output_image', quantity: 1056, model: 'gpt-image-2' },
    ]);
    expect(result).toMatchObject({ promptTokens: 10_100, completionTokens: 1156 });
  });

  it("keeps the image tool's tokens apart when its model is not named", () => {
    const usage = { input_tokens: 10, output_tokens: 20, total_tokens: 30 };
    expect(read(response({ tool_usage: { image_gen: usage } }))?.items).toEqual(
      expect.arrayContaining([
        { unit: 'input', quantity: 10, variant: 'image_tool' },
        { unit: 'output_image', quantity: 20, variant: 'image_tool' },
      ]),
    );
  });

  it('counts a container once, and not one that the request named', () => {
    const output = [
      { type: 'code_interpreter_call', container_id: 'cntr_a' },
      { type: 'code_interpreter_call', container_id: 'cntr_a' },
    ];
    const automatic = [{ type: 'code_interpreter', container: { type: 'auto' } }];
    const named = [{ type: 'code_interpreter', container: 'cntr_a' }];
    const sessions = (members: object) => read(response(members))?.items.filter((item) => item.unit === 'code_session');
    expect(sessions({ output, tools: automatic })).toEqual([{ unit: 'code_session', quantity: 1 }]);
    expect(sessions({ output, tools: automatic, previous_response_id: 'resp_0' })).toEqual([
      { unit: 'code_session', quantity: 1, variant: 'unknown' },
    ]);
    expect(sessions({ output, tools: named })).toEqual([]);
  });

  it('reads a compacted conversation', () => {
    const compacted = { id: 'resp_2', object: 'response.compaction', created_at: createdAt, output: [] };
    const usage = { input_tokens: 139, output_tokens: 438, total_tokens: 577 };
    expect(read({ ...compacted, usage })).toMatchObject({ promptTokens: 139, completionTokens: 438 });
    expect(read({ ...compacted, usage })).not.toHaveProperty('dedupeKey');
  });
});
