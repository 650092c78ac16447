import { describeError } from '../describe-value.ts';
import type { ExpectedRecord } from '../expected-record.ts';
import { noTokens } from '../gemini/content-records.ts';
import { eventually, loopTurns } from '../loop-turns.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collectUntilError } from '../read-stream.ts';
import { type GenerativeAiContext, generativeAiCase, modelOf } from './generative-ai-case.ts';
import { contentRecord, streamRecord } from './generative-ai-records.ts';

const question = 'What is the answer?';
const { costUsdExact: _unknown, ...unmeasured } = noTokens;
const failedRecord: ExpectedRecord = {
  ...unmeasured,
  operation: 'generate_content',
  model: 'gemini-flash-latest',
  requestedModel: 'gemini-flash-latest',
  success: false,
  attempts: 1,
};
const brokenRecord: ExpectedRecord = {
  operation: 'generate_content',
  streamed: true,
  success: false,
  usageSource: 'partial',
  promptTokens: 120,
  costUsdExact: null,
};

/** Calls that fail, time out, are aborted, or never leave. */
export const failureCases: readonly ProviderCase<GenerativeAiContext>[] = [
  ...[400, 401, 403, 404, 429, 500, 503].map((status) =>
    generativeAiCase({
      name: `gives the same error for status ${status}, whole, streamed and in a chat`,
      async act(app) {
        app.server.always({ status });
        const model = modelOf(app);
        return [
          await model.generateContent(question).catch(describeError),
          await model.generateContentStream(question).catch(describeError),
          await model.startChat().sendMessage(question).catch(describeError),
          await model.startChat().sendMessageStream(question).catch(describeError),
        ];
      },
      records: [false, true, false, true].map((streamed) => ({
        ...failedRecord,
        streamed,
        httpStatus: status,
        errorCode: `http_${status}`,
        // Neither the URL nor the SDK's own name.
        error: /^\[\d+ /,
        costStatus: [401, 403, 404, 429].includes(status) ? ('free' as const) : ('unmeasured' as const),
      })),
    }),
  ),
  generativeAiCase({
    name: 'records the reason that the details of an error give',
    async act(app) {
      const model = new app.context.Client('wrong-key');
      app.track(model);
      return model
        .getGenerativeModel({ model: 'gemini-flash-latest' }, { baseUrl: app.server.url })
        .generateContent(question)
        .catch(describeError);
    },
    records: [{ ...failedRecord, httpStatus: 400, errorCode: 'API_KEY_INVALID' }],
  }),
  generativeAiCase({
    name: 'gives the same connection error when the server hangs up',
    async act(app) {
      app.server.next({ cut: 'before-headers' });
      return modelOf(app).generateContent(question).catch(describeError);
    },
    records: [{ ...failedRecord, httpStatus: null, costStatus: 'unmeasured', error: /./ }],
  }),
  generativeAiCase({
    name: 'gives the same error when an answer is cut off',
    async act(app) {
      app.server.next({ cut: { afterEvents: 1 } });
      return modelOf(app).generateContent(question).catch(describeError);
    },
    records: [{ ...failedRecord, error: /./ }],
  }),
  generativeAiCase({
    name: 'gives the same chunks and errors, twice, when a stream is cut off',
    async act(app) {
      app.server.next({ cut: { afterEvents: 3 } });
      const { stream, response } = await modelOf(app).generateContentStream(question);
      const whole = response.catch(describeError);
      return [await collectUntilError(stream), await whole];
    },
    records: [brokenRecord],
  }),
  generativeAiCase({
    name: 'leaves the rejection unhandled of a stream whose whole response nobody asks for, and adds none',
    async act(app) {
      app.server.next({ cut: { afterEvents: 3 } });
      const { stream } = await modelOf(app).generateContentStream(question);
      const seen = await collectUntilError(stream);
      await loopTurns(5);
      return seen;
    },
    records: [brokenRecord],
  }),
  generativeAiCase({
    name: 'adds no rejection and no console output to a chat whose stream is cut off',
    async act(app) {
      app.server.next({ cut: { afterEvents: 3 } });
      const chat = modelOf(app).startChat();
      const { stream } = await chat.sendMessageStream(question);
      const seen = await collectUntilError(stream);
      await loopTurns(5);
      return [seen, await chat.getHistory()];
    },
    records: [brokenRecord],
  }),
  generativeAiCase({
    name: 'leaves the rejections unhandled that the app leaves unhandled, and adds none',
    async act(app) {
      app.server.always({ cut: { afterEvents: 1 } });
      void modelOf(app)
        .generateContent(question)
        .then((result) => result);
      await eventually(() => app.server.requests[0]?.end === 'cut');
      await loopTurns(5);
    },
    records: [failedRecord],
  }),
  generativeAiCase({
    name: 'lets a chat go on after a message that failed',
    async act(app) {
      const chat = modelOf(app).startChat();
      app.server.next({ status: 500 });
      const error = await chat.sendMessage(question).catch(describeError);
      return { error, answer: await chat.sendMessage('Once more'), history: await chat.getHistory() };
    },
    records: [{ ...failedRecord, httpStatus: 500 }, contentRecord],
  }),
  generativeAiCase({
    name: 'gives the same timeout error',
    async act(app) {
      app.server.next({ hang: 'before-headers' });
      return modelOf(app).generateContent(question, { timeout: 60 }).catch(describeError);
    },
    records: [{ ...failedRecord, httpStatus: null, errorCode: 'timeout' }],
  }),
  generativeAiCase({
    name: 'gives the same abort error before an answer begins',
    async act(app) {
      app.server.next({ hang: 'before-headers' });
      const controller = new AbortController();
      const settled = modelOf(app).generateContent(question, { signal: controller.signal }).catch(describeError);
      await app.server.request(0);
      controller.abort();
      return settled;
    },
    records: [{ ...failedRecord, httpStatus: null, errorCode: 'aborted' }],
  }),
  generativeAiCase({
    name: 'gives the same errors when the app aborts in mid-stream',
    async act(app) {
      app.server.next({ hang: { afterEvents: 3 } });
      const controller = new AbortController();
      const { stream, response } = await modelOf(app).generateContentStream(question, { signal: controller.signal });
      const whole = response.catch(describeError);
      const first = await stream.next();
      controller.abort();
      return [first, await collectUntilError(stream), await whole];
    },
    records: [{ ...brokenRecord, errorCode: 'aborted' }],
  }),
  generativeAiCase({
    name: 'records a call that was aborted before it began, which this SDK sends all the same',
    act: (app) => modelOf(app).generateContent(question, { signal: AbortSignal.abort() }),
    records: [contentRecord],
  }),
  generativeAiCase({
    name: 'sends and stores nothing of what the SDK refuses to send',
    async act(app) {
      const model = modelOf(app);
      return [
        await model.generateContent([]).catch(describeError),
        await model.generateContentStream([]).catch(describeError),
        await model.startChat().sendMessage([]).catch(describeError),
        await model.generateContent(question, { customHeaders: { 'x-goog-api-key': 'no' } }).catch(describeError),
      ];
    },
    records: [],
  }),
  generativeAiCase({
    name: 'gives the same chunks of a stream in which an error event comes',
    async act(app) {
      app.server.next({ failAfterEvents: 3, status: 503 });
      const { stream, response } = await modelOf(app).generateContentStream(question);
      return [await collectUntilError(stream), await response];
    },
    // To this SDK it is a chunk without content, and no error.
    records: [{ ...streamRecord, completionTokens: 13, totalTokens: 133, costUsdExact: /./ }],
  }),
];
