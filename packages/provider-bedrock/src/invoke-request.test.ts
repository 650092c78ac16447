import { expect, it } from 'vitest';
import { readInvokeRequest, readVideoRequest } from './invoke-request.ts';

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

it('reads how many documents are to be ranked', () => {
  const request = { modelId: 'cohere.rerank-v3-5:0', body: json({ query: 'q', documents: ['a', 'b', 'c'] }) };
  expect(readInvokeRequest(request)).toEqual({ documents: 3 });
});

it('reads the size and quality of images, as their families spell it', () => {
  const config = { width: 1024, height: 512, quality: 'premium', numberOfImages: 2 };
  expect(
    readInvokeRequest({ modelId: 'amazon.nova-canvas-v1:0', body: json({ imageGenerationConfig: config }) }),
  ).toEqual({ imageVariant: '1024x512/premium' });
  expect(
    readInvokeRequest({ modelId: 'stability.stable-diffusion-xl-v1', body: '{"width":512,"height":512,"steps":50}' }),
  ).toEqual({ imageVariant: '512x512/50-steps' });
  expect(readInvokeRequest({ modelId: 'us.stability.sd3-5-large-v1:0', body: '{"prompt":"x"}' })).toEqual({
    imageVariant: undefined,
  });
});

it('does not parse the requests of models whose answers say it all', () => {
  expect(readInvokeRequest({ modelId: 'amazon.nova-pro-v1:0', body: '{' })).toBeUndefined();
  expect(readInvokeRequest({ modelId: 'amazon.rerank-v1:0', body: '{' })).toEqual({ documents: undefined });
  expect(readInvokeRequest(undefined)).toBeUndefined();
});

it('reads the seconds of video asked for, from Amazon and from Luma', () => {
  const videoGenerationConfig = { durationSeconds: 12, dimension: '1280x720' };
  expect(readVideoRequest({ modelInput: { videoGenerationConfig } })).toEqual({ seconds: 12, size: '1280x720' });
  expect(readVideoRequest({ modelInput: { duration: '5s', resolution: '720p' } })).toEqual({
    seconds: 5,
    size: '720p',
  });
  expect(readVideoRequest({ modelInput: 'text' })).toEqual({ seconds: undefined, size: undefined });
});
