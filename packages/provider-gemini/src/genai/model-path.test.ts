import { describe, expect, test } from 'vitest';
import { readModelPath, shortModelName } from './model-path.ts';

describe('readModelPath', () => {
  test('reads what the Gemini API is asked for', () => {
    expect(readModelPath('/v1beta/models/gemini-2.5-flash:generateContent')).toEqual({
      model: 'gemini-2.5-flash',
      verb: 'generateContent',
      location: undefined,
    });
    expect(readModelPath('/v1/tunedModels/abc:streamGenerateContent').model).toBe('tunedModels/abc');
    expect(readModelPath('/v1beta/batches/abc')).toEqual({ model: null, verb: '', location: undefined });
  });

  test('reads what Vertex AI is asked for, with its location', () => {
    const parent = '/v1beta1/projects/shop/locations/europe-west4';
    expect(readModelPath(`${parent}/publishers/google/models/gemini-2.5-flash:generateContent`)).toEqual({
      model: 'gemini-2.5-flash',
      verb: 'generateContent',
      location: 'europe-west4',
    });
    expect(readModelPath(`${parent}/publishers/meta/models/llama-4:predict`).model).toBe('meta/llama-4');
    expect(readModelPath(`${parent}/endpoints/123:generateContent`).model).toBe('endpoints/123');
    expect(readModelPath(`${parent}/cachedContents`)).toEqual({ model: null, verb: '', location: 'europe-west4' });
  });
});

test('shortModelName keeps what it cannot shorten for others to decide', () => {
  expect(shortModelName('models/gemini-2.5-pro')).toBe('gemini-2.5-pro');
  expect(shortModelName('gemini-2.5-pro')).toBeNull();
});
