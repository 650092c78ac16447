import type { JsonObject } from '../wire-format.ts';
import type { GeminiRequest, GeminiRoute } from './gemini-route.ts';

/** POST …:predict of images, …:predictLongRunning of videos, and their operations, which are done when they are asked for. */
export const geminiMedia: GeminiRoute = (request, context) => {
  const { json, verb, isVertex, parent, resource } = request;
  const parameters = (json['parameters'] as JsonObject | undefined) ?? {};
  if (verb === 'predict') {
    const count = typeof parameters['sampleCount'] === 'number' ? parameters['sampleCount'] : 4;
    const image = { mimeType: 'image/png', bytesBase64Encoded: 'iVBORw0KGgo=' };
    return { status: 200, body: { predictions: Array.from({ length: count }, () => image) } };
  }
  if (verb === 'predictLongRunning') {
    return { status: 200, body: { name: `${parent}${resource}/operations/${context.nextId()}` } };
  }
  const name = operationName(request);
  if (name === undefined) return null;
  const video = { uri: 'https://example.test/video.mp4' };
  const response = isVertex
    ? { videos: [{ gcsUri: 'gs://bucket/video.mp4', mimeType: 'video/mp4' }] }
    : { generateVideoResponse: { generatedSamples: [{ video }] } };
  return { status: 200, body: { name, done: true, response } };
};

function operationName({ method, verb, json, resource, parent }: GeminiRequest): string | undefined {
  if (verb === 'fetchPredictOperation') return String(json['operationName']);
  return method === 'GET' && /\/operations\/[^/]+$/.test(resource) ? `${parent}${resource}` : undefined;
}
