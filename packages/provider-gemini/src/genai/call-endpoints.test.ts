import { describe, expect, test } from 'vitest';
import { findCallEndpoint } from './call-endpoints.ts';
import { readModelPath } from './model-path.ts';

function endpointOf(path: string, body: unknown = {}, method = 'POST') {
  return findCallEndpoint(method, path, readModelPath(path).verb, JSON.stringify(body));
}

describe('findCallEndpoint', () => {
  test('knows what spends tokens or money by its path, on both APIs', () => {
    const vertex = '/v1beta1/projects/shop/locations/global';
    expect(endpointOf('/v1beta/models/m:generateContent')).toMatchObject({ operation: 'generate_content' });
    expect(endpointOf('/v1beta/models/m:streamGenerateContent')).toMatchObject({ streams: true });
    expect(endpointOf(`${vertex}/publishers/google/models/m:embedContent`)).toMatchObject({ operation: 'embeddings' });
    expect(endpointOf(`${vertex}/cachedContents`)).toMatchObject({ operation: 'caches', modelMember: 'model' });
    expect(endpointOf(`${vertex}/batchPredictionJobs`)).toMatchObject({ operation: 'batches' });
  });

  test('tells embeddings from images by what a prediction is made of', () => {
    const path = '/v1beta1/publishers/google/models/m:predict';
    expect(endpointOf(path, { instances: [{ content: 'one' }] })?.operation).toBe('embeddings');
    expect(endpointOf(path, { instances: [{ prompt: 'a tracker' }] })?.operation).toBe('images');
    expect(endpointOf(path, 'no object')?.operation).toBe('images');
  });

  test('calls free what is', () => {
    for (const path of ['models/m:countTokens', 'models/m:computeTokens', 'files', 'batches/abc:cancel', 'auth_tokens'])
      expect(endpointOf(`/v1beta/${path}`)).toBeNull();
    expect(endpointOf('/v1beta/cachedContents/abc', {}, 'DELETE')).toBeNull();
  });

  test('leaves a POST that it does not know to its answer', () => {
    expect(endpointOf('/v1beta/models/m:dreamContent')).toMatchObject({ operation: 'dreamContent', isUnknown: true });
  });

  test('looks for searches only where something could be searched', () => {
    const path = '/v1beta/models/m:generateContent';
    const lastOnly = (body: object) => endpointOf(path, body)?.createReader(JSON.stringify(body)).lastOnly;
    expect(lastOnly({ contents: [] })).toBe(true);
    expect(lastOnly({ tools: [{ googleSearch: {} }] })).toBe(false);
    expect(lastOnly({ tools: [{ google_maps: {} }] })).toBe(false);
    expect(lastOnly({ cachedContent: 'cachedContents/abc' })).toBe(false);
  });
});
