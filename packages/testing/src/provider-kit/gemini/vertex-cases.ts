import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { contentBody } from './content-bodies.ts';
import { contentRecord, streamRecord } from './content-records.ts';
import { type GeminiContext, geminiCase, quietly, vertexOptions } from './gemini-case.ts';

const place = { provider: 'vertex', region: 'us-central1' } as const;
/** The tier is that of the traffic. */
const vertexRecord = { ...contentRecord, ...place, serviceTier: 'ON_DEMAND' } as const;

/** Clients of Vertex AI: other prices, a location, other endpoints. */
export const vertexCases: readonly ProviderCase<GeminiContext>[] = [
  geminiCase({
    name: 'records calls of Vertex AI with their location and traffic, plain and streamed',
    clientOptions: vertexOptions,
    act: async ({ client }) => [
      client.vertexai,
      await client.models.generateContent(contentBody),
      await collect(await client.models.generateContentStream(contentBody)),
    ],
    records: [vertexRecord, { ...streamRecord, ...place, serviceTier: 'ON_DEMAND' }],
  }),
  geminiCase({
    name: 'takes the location from the name of a model that brings one',
    clientOptions: vertexOptions,
    act: ({ client }) =>
      client.models.generateContent({
        ...contentBody,
        model: 'projects/wire-project/locations/europe-west4/publishers/google/models/gemini-flash-latest',
      }),
    records: [{ ...vertexRecord, region: 'europe-west4' }],
  }),
  geminiCase({
    name: 'records the traffic that served',
    clientOptions: vertexOptions,
    act: ({ client }) =>
      client.models.generateContent({
        ...contentBody,
        config: { httpOptions: { headers: { 'X-Vertex-AI-LLM-Shared-Request-Type': 'priority' } } },
      }),
    records: [{ ...vertexRecord, serviceTier: 'ON_DEMAND_PRIORITY', costStatus: /./ }],
  }),
  geminiCase({
    name: 'records calls of a model of another publisher and of a tuned one under their names',
    clientOptions: vertexOptions,
    act: async ({ client }) => [
      await client.models.generateContent({ ...contentBody, model: 'meta/llama-3.1-405b-instruct-maas' }),
      await client.models.generateContent({
        ...contentBody,
        model: 'projects/wire-project/locations/us-central1/endpoints/123',
      }),
    ],
    records: [
      { requestedModel: 'meta/llama-3.1-405b-instruct-maas', totalTokens: 150 },
      { requestedModel: 'endpoints/123', totalTokens: 150 },
    ],
  }),
  geminiCase({
    name: 'records calls in express mode, which has a key and no location',
    clientOptions: { vertexai: true, project: undefined, location: undefined },
    act: ({ client }) => client.models.generateContent(contentBody),
    records: [{ ...vertexRecord, region: null }],
  }),
  geminiCase({
    name: 'counts the tokens of embeddings',
    clientOptions: vertexOptions,
    act: ({ client }) => client.models.embedContent({ model: 'text-embedding-005', contents: ['one', 'two'] }),
    records: [{ ...place, operation: 'embeddings', model: 'text-embedding-005', promptTokens: 120, totalTokens: 120 }],
  }),
  geminiCase({
    name: 'counts images by what was asked for',
    clientOptions: vertexOptions,
    act: ({ client }) =>
      quietly(() =>
        client.models.generateImages({
          model: 'imagen-4.0-generate-001',
          prompt: 'a tracker',
          config: { numberOfImages: 2 },
        }),
      ),
    // Two at 0.04 USD.
    records: [
      { ...place, operation: 'images', model: 'imagen-4.0-generate-001', totalTokens: null, costUsdExact: '0.08' },
    ],
  }),
  geminiCase({
    name: 'counts videos by what was asked for, when they are begun and not when they are polled',
    clientOptions: vertexOptions,
    async act({ client }) {
      const operation = await quietly(() =>
        client.models.generateVideos({
          model: 'veo-3.0-generate-001',
          source: { prompt: 'a tracker' },
          prompt: undefined,
          config: { numberOfVideos: 1, durationSeconds: 8 },
        }),
      );
      const polled = await client.operations.getVideosOperation({ operation });
      return { operation: operation['name'], done: polled['done'], response: polled['response'] };
    },
    records: [
      { ...place, operation: 'videos', model: 'veo-3.0-generate-001', usageSource: 'reported', totalTokens: null },
    ],
  }),
  geminiCase({
    name: 'counts tokens for nothing, in both ways',
    clientOptions: vertexOptions,
    act: async ({ client }) => [
      await client.models.countTokens({ model: 'gemini-2.5-flash', contents: 'one' }),
      await client.models.computeTokens({ model: 'gemini-2.5-flash', contents: 'one' }),
    ],
    records: [],
  }),
  geminiCase({
    name: 'keeps a batch pending whose answers it cannot see, and counts a tuning job as unmeasured',
    clientOptions: vertexOptions,
    async act({ client }) {
      const batch = await client.batches.create({
        model: 'gemini-2.5-flash',
        src: 'gs://bucket/questions.jsonl',
        config: { dest: 'gs://bucket/answers', displayName: 'kit' },
      });
      const polled = await client.batches.get({ name: batch['name'] });
      const tuned = await quietly(() =>
        client.tunings.tune({
          baseModel: 'gemini-2.5-flash',
          trainingDataset: { gcsUri: 'gs://bucket/examples.jsonl' },
        }),
      );
      return [batch, polled, tuned];
    },
    records: [
      { ...place, operation: 'batches', model: 'gemini-2.5-flash', usageSource: 'pending', costUsdExact: null },
      { ...place, operation: 'fine_tuning', model: 'gemini-2.5-flash', usageSource: 'none', costStatus: 'unmeasured' },
    ],
  }),
];
