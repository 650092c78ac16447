import { weatherDeclaration } from '../gemini/content-bodies.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { type GenerativeAiContext, generativeAiCase, modelOf } from './generative-ai-case.ts';
import { contentRecord, streamRecord, unreadRecord } from './generative-ai-records.ts';

const question = 'What is the answer?';

/** Content, whole and streamed, chats and embeddings. */
export const contentCases: readonly ProviderCase<GenerativeAiContext>[] = [
  generativeAiCase({
    name: 'gives the same answer, with its methods',
    async act(app) {
      const result = await modelOf(app).generateContent(question);
      return { result, text: result.response.text(), functionCalls: result.response.functionCalls() };
    },
    records: [contentRecord],
  }),
  generativeAiCase({
    name: 'gives the same answer when it asks for tools',
    async act(app) {
      const model = modelOf(app, { tools: [{ functionDeclarations: [weatherDeclaration] }] });
      const { response } = await model.generateContent({ contents: [{ role: 'user', parts: [{ text: question }] }] });
      return [response, response.functionCalls()];
    },
    records: [contentRecord],
  }),
  generativeAiCase({
    name: 'gives the same stream and the same whole response',
    async act(app) {
      const result = await modelOf(app).generateContentStream(question);
      const { stream } = result;
      const chunks = await collect(stream);
      const isPromise = result.response instanceof Promise;
      return { keys: Object.keys(result), chunks, stream, isPromise, response: await result.response };
    },
    records: [streamRecord],
  }),
  generativeAiCase({
    name: 'gives the same whole response of a stream that nobody reads',
    async act(app) {
      const { response } = await modelOf(app).generateContentStream(question);
      return response;
    },
    records: [unreadRecord],
  }),
  generativeAiCase({
    name: 'reads a stream to its end when the app breaks out of the loop, as this SDK does, and counts all of it',
    async act(app) {
      const { stream, response } = await modelOf(app).generateContentStream(question);
      const seen: unknown[] = [];
      for await (const chunk of stream) {
        seen.push(chunk);
        if (seen.length === 2) break;
      }
      return { seen, response: await response, after: await stream.next() };
    },
    records: [streamRecord],
  }),
  generativeAiCase({
    name: 'counts a stream of which the app drops everything',
    async act(app) {
      await modelOf(app).generateContentStream(question);
      await (await app.server.request(0)).ended;
    },
    records: [unreadRecord],
  }),
  generativeAiCase({
    name: 'lets a stream be stepped and ended by hand',
    async act(app) {
      const { stream, response } = await modelOf(app).generateContentStream(question);
      const first = await stream.next();
      const returned = await stream.return('enough');
      return { first, returned, after: await stream.next(), response: await response };
    },
    records: [streamRecord],
  }),
  generativeAiCase({
    name: 'gives the same chat, with its history, and lets messages follow each other unawaited',
    async act(app) {
      const chat = modelOf(app).startChat();
      const first = await chat.sendMessage(question);
      const { stream, response } = await chat.sendMessageStream('And the question?');
      const chunks = await collect(stream);
      const answers = await Promise.all([chat.sendMessage('one'), chat.sendMessage('two')]);
      return { first, chunks, response: await response, answers, history: await chat.getHistory() };
    },
    records: [contentRecord, streamRecord, contentRecord, contentRecord],
  }),
  generativeAiCase({
    name: 'gives the same embeddings, which state no usage, and counts tokens for nothing',
    async act(app) {
      const model = modelOf(app, { model: 'text-embedding-004' });
      const requests = ['one', 'two'].map((text) => ({ content: { role: 'user', parts: [{ text }] } }));
      return [
        await model.embedContent('one'),
        await model.batchEmbedContents({ requests }),
        await modelOf(app).countTokens(question),
      ];
    },
    records: [1, 2].map(() => ({
      provider: 'gemini',
      operation: 'embeddings',
      model: 'text-embedding-004',
      success: true,
      usageSource: 'none' as const,
      totalTokens: null,
      costUsdExact: null,
    })),
  }),
  generativeAiCase({
    name: 'counts embeddings whose model states its usage',
    act: (app) => modelOf(app, { model: 'gemini-embedding-2' }).embedContent('one'),
    records: [{ operation: 'embeddings', model: 'gemini-embedding-2', usageSource: 'reported', totalTokens: 120 }],
  }),
  generativeAiCase({
    name: 'keeps ten calls at once apart, with their attribution',
    async act(app) {
      app.server.always((request) => {
        const { seed } = request.json['generationConfig'] as { seed: number };
        return { usage: { inputTokens: 100 + seed, outputTokens: 30 } };
      });
      const model = modelOf(app);
      const seeds = Array.from({ length: 10 }, (_, seed) => seed);
      const contents = [{ role: 'user', parts: [{ text: question }] }];
      const results = await Promise.all(
        seeds.map((seed) =>
          app.run({ teamName: `team-${seed}` }, () => model.generateContent({ contents, generationConfig: { seed } })),
        ),
      );
      return results.map((result) => result.response['usageMetadata']);
    },
    records: Array.from({ length: 10 }, (_, seed) => ({ teamName: `team-${seed}`, promptTokens: 100 + seed })),
  }),
];
