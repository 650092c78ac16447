import type { UsageReader } from '@llm-tracker/core/plugin';
import { describe, expect, it } from 'vitest';
import { geminiBatchReader } from './gemini-batch-reader.ts';
import { geminiCacheReader } from './gemini-cache-reader.ts';
import { geminiContentReader } from './gemini-content-reader.ts';
import { geminiEmbeddingReader } from './gemini-embedding-reader.ts';
import { geminiImageReader } from './gemini-image-reader.ts';
import { geminiVideoReader } from './gemini-video-reader.ts';

function read(reader: UsageReader, ...parts: unknown[]) {
  for (const part of parts) reader.push(part);
  return reader.result();
}

function answer(usageMetadata: object, candidates: object[] = []): object {
  return { candidates, usageMetadata, modelVersion: 'gemini-3.6-flash', responseId: 'aGVsbG8' };
}

describe('geminiContentReader', () => {
  it('takes the cached share out of each modality, and counts thoughts and tool results beside', () => {
    const usage = {
      promptTokenCount: 5100,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 60 },
        { modality: 'DOCUMENT', tokenCount: 40 },
        { modality: 'AUDIO', tokenCount: 5000 },
      ],
      cachedContentTokenCount: 2000,
      cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: 2000 }],
      toolUsePromptTokenCount: 400,
      candidatesTokenCount: 1300,
      candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1290 }],
      thoughtsTokenCount: 800,
      totalTokenCount: 7600,
      trafficType: 'ON_DEMAND_PRIORITY',
    };
    expect(read(geminiContentReader(), answer(usage))).toEqual({
      model: 'gemini-3.6-flash',
      responseId: 'aGVsbG8',
      serviceTier: 'ON_DEMAND_PRIORITY',
      items: [
        { unit: 'input_cache_read', quantity: 0 },
        { unit: 'input', quantity: 100 },
        { unit: 'input_audio_cache_read', quantity: 2000 },
        { unit: 'input_audio', quantity: 3000 },
        { unit: 'input', quantity: 400, variant: 'tool_use' },
        { unit: 'output_image', quantity: 1290 },
        { unit: 'output', quantity: 10 },
        { unit: 'output_reasoning', quantity: 800 },
      ],
      promptTokens: 5500,
      completionTokens: 2100,
    });
  });

  it('leaves thoughts inside the candidates where the total has no room for them', () => {
    const usage = { promptTokenCount: 10, candidatesTokenCount: 100, thoughtsTokenCount: 80, totalTokenCount: 110 };
    expect(read(geminiContentReader(), answer(usage))).toMatchObject({
      items: [
        { unit: 'input', quantity: 10 },
        { unit: 'output_reasoning', quantity: 80 },
        { unit: 'output', quantity: 20 },
      ],
      completionTokens: 100,
    });
  });

  it('takes the last of the running totals of a stream', () => {
    const first = { promptTokenCount: 10, candidatesTokenCount: 1, totalTokenCount: 11 };
    const last = { promptTokenCount: 10, candidatesTokenCount: 9, totalTokenCount: 19 };
    const result = read(geminiContentReader(), answer(first), { candidates: [{}] }, answer(last));
    expect(result).toMatchObject({ promptTokens: 10, completionTokens: 9 });
  });

  it('needs only the last chunk when nothing can have been searched', () => {
    expect(geminiContentReader({ grounding: false }).lastOnly).toBe(true);
    expect(geminiContentReader().lastOnly).toBe(false);
  });

  it('counts searches by query and by prompt, and Maps apart', () => {
    const usage = { promptTokenCount: 10, candidatesTokenCount: 9, totalTokenCount: 19 };
    const web = { groundingMetadata: { webSearchQueries: ['a', 'b', 'a', ' '], groundingChunks: [{ web: {} }] } };
    const maps = { groundingMetadata: { groundingChunks: [{ maps: {} }] } };
    const tools = (candidates: object[]) =>
      read(geminiContentReader(), answer(usage, candidates))?.items.filter((item) => item.unit.endsWith('search'));
    expect(tools([web])).toEqual([
      { unit: 'search', quantity: 2, variant: 'query' },
      { unit: 'search', quantity: 1, variant: 'prompt' },
    ]);
    expect(tools([maps])).toEqual([
      { unit: 'map_search', quantity: 1, variant: 'query' },
      { unit: 'map_search', quantity: 1, variant: 'prompt' },
    ]);
    expect(tools([{ groundingMetadata: {} }])).toEqual([]);
    expect(tools([{ groundingMetadata: { groundingChunks: [{ retrievedContext: {} }] } }])).toEqual([]);
  });

  it('finds searches in another chunk than the last, repeated or not', () => {
    const usage = { promptTokenCount: 10, candidatesTokenCount: 9, totalTokenCount: 19 };
    const web = { groundingMetadata: { webSearchQueries: ['a', 'b'] } };
    const result = read(geminiContentReader(), answer(usage, [web]), answer(usage, [web]), answer(usage));
    expect(result?.items).toContainEqual({ unit: 'search', quantity: 2, variant: 'query' });
  });

  it("reads a line of a batch's results, and a message of a live session", () => {
    const usage = { promptTokenCount: 10, candidatesTokenCount: 9, totalTokenCount: 19 };
    expect(read(geminiContentReader(), { key: 'row-1', response: answer(usage) })).toMatchObject({ promptTokens: 10 });
    const live = {
      promptTokenCount: 900,
      responseTokenCount: 400,
      promptTokensDetails: [{ modality: 'AUDIO', tokenCount: 800 }],
      responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 380 }],
    };
    expect(read(geminiContentReader(), { usageMetadata: live })?.items).toEqual([
      { unit: 'input', quantity: 100 },
      { unit: 'input_audio', quantity: 800 },
      { unit: 'output_audio', quantity: 380 },
      { unit: 'output', quantity: 20 },
    ]);
  });
});

describe('geminiEmbeddingReader', () => {
  it('reads usage metadata by modality', () => {
    const usageMetadata = {
      promptTokenCount: 900,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 100 },
        { modality: 'IMAGE', tokenCount: 300 },
        { modality: 'VIDEO', tokenCount: 500 },
      ],
    };
    expect(read(geminiEmbeddingReader(), { embeddings: [], usageMetadata })?.items).toEqual([
      { unit: 'input', quantity: 100 },
      { unit: 'input_image', quantity: 300 },
      { unit: 'input_video', quantity: 500 },
    ]);
  });

  it("adds up Vertex's statistics, on the wire and as the SDK returns them", () => {
    const metadata = { billableCharacterCount: 35 };
    const wire = { predictions: [{ embeddings: { statistics: { token_count: 6 }, values: [0.1] } }], metadata };
    const objects = { embeddings: [{ statistics: { tokenCount: 6 } }, { statistics: { tokenCount: 2 } }], metadata };
    expect(read(geminiEmbeddingReader(), wire)?.items).toEqual([{ unit: 'input', quantity: 6 }]);
    expect(read(geminiEmbeddingReader(), objects)?.items).toEqual([{ unit: 'input', quantity: 8 }]);
    expect(read(geminiEmbeddingReader(), { predictions: [], metadata })?.items).toEqual([
      { unit: 'character', quantity: 35 },
    ]);
    expect(read(geminiEmbeddingReader(), { embedding: { values: [0.1] } })).toBeNull();
  });
});

describe('readers of what states no usage', () => {
  it('count the images asked for, else those in the answer that no filter held back', () => {
    const predictions = [{ bytesBase64Encoded: 'AAAA' }, { raiFilteredReason: 'filtered' }];
    expect(read(geminiImageReader({ count: 2 }), {})?.items).toEqual([{ unit: 'image', quantity: 2 }]);
    expect(read(geminiImageReader(), { predictions })?.items).toEqual([{ unit: 'image', quantity: 1 }]);
  });

  it('count the seconds of videos once per operation, unless it failed', () => {
    const options = { seconds: 8, count: 2, resolution: '1080p' };
    const name = 'models/veo-3.1/operations/abc';
    expect(read(geminiVideoReader(options), { name })).toEqual({
      responseId: name,
      dedupeKey: `gemini:operation:${name}`,
      items: [{ unit: 'second_output', quantity: 16, variant: '1080p' }],
    });
    expect(read(geminiVideoReader({ seconds: 8, resolution: '720p' }), { name })?.items).toEqual([
      { unit: 'second_output', quantity: 8 },
    ]);
    expect(read(geminiVideoReader(options), { name, done: true, error: { code: 3 } })?.items).toEqual([]);
  });

  it('count the tokens of a cache by the hours for which it is kept', () => {
    const cache = {
      name: 'cachedContents/abc',
      model: 'models/gemini-2.5-pro',
      createTime: '2026-11-23T10:00:00Z',
      expireTime: '2026-11-23T11:30:00Z',
      usageMetadata: { totalTokenCount: 120_000 },
    };
    expect(read(geminiCacheReader(), cache)).toEqual({
      model: 'models/gemini-2.5-pro',
      responseId: 'cachedContents/abc',
      items: [{ unit: 'custom:cache_token_hour', quantity: 180_000 }],
    });
  });
});

describe('geminiBatchReader', () => {
  const metadata = { model: 'models/gemini-2.5-flash', createTime: '2026-11-23T10:00:00Z' };

  it('is pending until the operation is done', () => {
    expect(read(geminiBatchReader(), { name: 'batches/abc', metadata })).toMatchObject({
      dedupeKey: 'gemini:batch:batches/abc',
      createdAt: new Date('2026-11-23T10:00:00Z'),
      usageSource: 'pending',
      items: [],
    });
  });

  it('sums up the answers that it holds', () => {
    const response = answer({ promptTokenCount: 10, candidatesTokenCount: 9, totalTokenCount: 19 });
    const output = { inlinedResponses: { inlinedResponses: [{ response }, { error: { code: 13 } }, { response }] } };
    const result = read(geminiBatchReader(), { name: 'batches/abc', done: true, metadata: { ...metadata, output } });
    expect(result).toMatchObject({
      model: 'models/gemini-2.5-flash',
      serviceTier: 'batch',
      priceContext: { batch: 'true', largestPrompt: '10' },
      promptTokens: 20,
      completionTokens: 18,
    });
    expect(result).not.toHaveProperty('usageSource');
  });
});
