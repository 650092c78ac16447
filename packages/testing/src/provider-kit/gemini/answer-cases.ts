import type { ProviderCase } from '../provider-case.ts';
import { contentBody, weatherDeclaration } from './content-bodies.ts';
import { contentRecord } from './content-records.ts';
import { type GeminiContext, geminiCase } from './gemini-case.ts';

/** Whole answers. */
export const answerCases: readonly ProviderCase<GeminiContext>[] = [
  geminiCase({
    name: 'gives the same answer, with its getters and its HTTP headers',
    async act({ client }) {
      const answer = await client.models.generateContent({ ...contentBody, config: { candidateCount: 2 } });
      return {
        answer,
        class: answer.constructor.name,
        text: answer['text'],
        functionCalls: answer['functionCalls'],
        headers: answer['sdkHttpResponse'],
      };
    },
    records: [contentRecord],
  }),
  geminiCase({
    name: 'lets a promise be awaited and chained more than once, for one request',
    async act({ client }) {
      const promise = client.models.generateContent(contentBody);
      const answers = await Promise.all([promise, promise, promise.then((answer) => answer['responseId'])]);
      return { answers, same: answers[0] === answers[1] };
    },
    records: [contentRecord],
  }),
  geminiCase({
    name: 'sends a request that nobody awaits',
    async act({ client, server }) {
      const promise = client.models.generateContent(contentBody);
      const entry = await server.request(0);
      await entry.ended;
      return await promise;
    },
    records: [contentRecord],
  }),
  geminiCase({
    name: 'gives the same answer when it asks for tools',
    act: ({ client }) =>
      client.models.generateContent({
        ...contentBody,
        config: { tools: [{ functionDeclarations: [weatherDeclaration] }] },
      }),
    records: [contentRecord],
  }),
  geminiCase({
    name: 'gives the same answer in the form of a schema',
    act: ({ client }) =>
      client.models.generateContent({
        ...contentBody,
        config: { responseMimeType: 'application/json', responseSchema: weatherDeclaration.parameters },
      }),
    records: [contentRecord],
  }),
  geminiCase({
    name: 'records the tier that served',
    act: ({ client }) => client.models.generateContent({ ...contentBody, config: { serviceTier: 'flex' } }),
    records: [{ ...contentRecord, serviceTier: 'flex' }],
  }),
  geminiCase({
    name: 'prices what was searched on the web and on the map, plain and streamed',
    async act({ client }) {
      const tools = [[{ googleSearch: {} }], [{ googleMaps: {} }]];
      for (const tool of tools) {
        await client.models.generateContent({ ...contentBody, config: { tools: tool } });
        for await (const _ of await client.models.generateContentStream({ ...contentBody, config: { tools: tool } }));
      }
    },
    // Searches cost far more than the tokens of these answers, which are 0.000093552 USD.
    records: Array.from({ length: 4 }, () => ({ ...timedLess(contentRecord), costUsdExact: /^0\.0[1-9]/ })),
  }),
  geminiCase({
    name: 'gives the same answer when it comes compressed',
    async act({ client, server }) {
      server.next({ gzip: true });
      return client.models.generateContent(contentBody);
    },
    records: [contentRecord],
  }),
  geminiCase({
    name: 'gives the same answer when it comes byte by byte',
    async act({ client, server }) {
      server.next({ writes: [1], text: 'Zwölf Boxkämpfer 🥊' });
      return client.models.generateContent(contentBody);
    },
    records: [contentRecord],
  }),
  geminiCase({
    name: 'keeps ten calls at once apart',
    async act({ client, server }) {
      server.always((request) => ({ usage: { inputTokens: 100 + seedOf(request.json), outputTokens: 30 } }));
      const seeds = Array.from({ length: 10 }, (_, seed) => seed);
      const answers = await Promise.all(
        seeds.map((seed) => client.models.generateContent({ ...contentBody, config: { seed } })),
      );
      return answers.map((answer) => answer['usageMetadata']);
    },
    records: Array.from({ length: 10 }, (_, seed) => ({
      operation: 'generate_content',
      promptTokens: 100 + seed,
      totalTokens: 130 + seed,
    })),
  }),
];

function timedLess({
  streamed: _streamed,
  timeToFirstTokenMs: _time,
  ...record
}: typeof contentRecord): typeof contentRecord {
  return record;
}

function seedOf(json: Readonly<Record<string, unknown>>): number {
  return Number((json['generationConfig'] as { seed?: unknown } | undefined)?.seed);
}
