import { describeError } from '../describe-value.ts';
import type { ExpectedRecord } from '../expected-record.ts';
import { eventually } from '../loop-turns.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collectUntilError } from '../read-stream.ts';
import { contentBody } from './content-bodies.ts';
import { contentRecord, cutRecord, noTokens, streamRecord } from './content-records.ts';
import { type GeminiContext, geminiCase, sinceMajor } from './gemini-case.ts';

const failedRecord: ExpectedRecord = {
  ...noTokens,
  provider: 'gemini',
  operation: 'generate_content',
  model: 'gemini-flash-latest',
  requestedModel: 'gemini-flash-latest',
  success: false,
  attempts: 1,
  revision: 1,
};
const { costUsdExact: _unknown, ...statusRecord } = failedRecord;

/** How each final status is stored. Known not to be billed: 401, 403, 404 and 429. */
const statuses: Readonly<Record<number, ExpectedRecord>> = {
  400: { costStatus: 'unmeasured', errorCode: 'INVALID_ARGUMENT' },
  401: { costStatus: 'free', errorCode: 'UNAUTHENTICATED' },
  403: { costStatus: 'free', errorCode: 'PERMISSION_DENIED' },
  404: { costStatus: 'free', errorCode: 'NOT_FOUND' },
  429: { costStatus: 'free', errorCode: 'RESOURCE_EXHAUSTED' },
  500: { costStatus: 'unmeasured', errorCode: 'INTERNAL' },
  503: { costStatus: 'unmeasured', errorCode: 'UNAVAILABLE' },
};

/** Two attempts; versions since 2.20 let the wait be chosen, earlier ones wait a second. */
const retrying = { httpOptions: { retryOptions: { attempts: 2, initialDelay: 0.001, maxDelay: 0.002, jitter: 0 } } };

/** Calls that fail, are tried again, time out or are aborted. */
export const failureCases: readonly ProviderCase<GeminiContext>[] = [
  ...Object.entries(statuses).map(([status, record]) =>
    geminiCase({
      name: `gives the same error for status ${status}, streamed or not`,
      async act({ client, server }) {
        server.always({ status: Number(status) });
        return [
          await client.models.generateContent(contentBody).catch(describeError),
          await client.models.generateContentStream(contentBody).catch(describeError),
        ];
      },
      records: [false, true].map((streamed) => ({
        ...statusRecord,
        ...record,
        streamed,
        httpStatus: Number(status),
        error: /./,
      })),
    }),
  ),
  geminiCase({
    name: 'gives the same error for a status whose body is no JSON',
    async act({ client, server }) {
      server.next({ status: 502, body: '<html>Bad gateway</html>', headers: { 'content-type': 'text/html' } });
      return client.models.generateContent(contentBody).catch(describeError);
    },
    records: [{ ...failedRecord, httpStatus: 502, errorCode: 'http_502' }],
  }),
  geminiCase({
    name: 'groups the retries of one call, streamed or not, into one row',
    clientOptions: retrying,
    async act({ client, server }) {
      server.next({ status: 500 }, {}, { status: 429 }, {});
      return [
        await client.models.generateContent(contentBody),
        await collectUntilError(await client.models.generateContentStream(contentBody)),
      ];
    },
    records: [
      { ...contentRecord, attempts: 2 },
      { ...streamRecord, attempts: 2 },
    ],
  }),
  geminiCase({
    name: 'keeps the retries of calls made at once apart',
    clientOptions: retrying,
    async act({ client, server }) {
      const tried = new Set<unknown>();
      server.always((request) => {
        const { seed } = request.json['generationConfig'] as { seed: unknown };
        if (tried.has(seed)) return {};
        tried.add(seed);
        return { status: 503 };
      });
      const seeds = [1, 2, 3, 4, 5];
      const answers = await Promise.all(
        seeds.map((seed) => client.models.generateContent({ ...contentBody, config: { seed } })),
      );
      return answers.length;
    },
    compareWire: () => {},
    records: [1, 2, 3, 4, 5].map(() => ({ operation: 'generate_content', attempts: 2, success: true })),
  }),
  geminiCase({
    name: 'gives the last error when every attempt fails, as one row',
    clientOptions: retrying,
    async act({ client, server }) {
      server.always({ status: 429 });
      return client.models.generateContent(contentBody).catch(describeError);
    },
    records: [{ ...statusRecord, attempts: 2, httpStatus: 429, costStatus: 'free' }],
  }),
  geminiCase({
    name: 'gives the same error of a client with retries for a status that is not tried again',
    clientOptions: retrying,
    async act({ client, server }) {
      server.next({ status: 404 });
      return client.models.generateContent(contentBody).catch(describeError);
    },
    records: [{ ...statusRecord, httpStatus: 404, costStatus: 'free' }],
  }),
  geminiCase({
    name: 'gives the same connection error, with its causes, when the server hangs up',
    async act({ client, server }) {
      server.next({ cut: 'before-headers' });
      return client.models.generateContent(contentBody).catch(describeError);
    },
    records: [{ ...failedRecord, httpStatus: null, costStatus: 'unmeasured', error: /./ }],
  }),
  geminiCase({
    name: 'gives the same error when an answer is cut off',
    async act({ client, server }) {
      server.next({ cut: { afterEvents: 1 } });
      return client.models.generateContent(contentBody).catch(describeError);
    },
    records: [{ operation: 'generate_content', attempts: 1, success: false, httpStatus: 200, costUsdExact: null }],
  }),
  geminiCase({
    name: 'gives the same chunks and error when a stream is cut off',
    async act({ client, server }) {
      server.next({ cut: { afterEvents: 3 } });
      return collectUntilError(await client.models.generateContentStream(contentBody));
    },
    records: [{ ...cutRecord, success: false, errorCode: /./, error: /./ }],
  }),
  geminiCase({
    name: 'gives the same chunks and error for an error event in mid-stream',
    async act({ client, server }) {
      server.next({ failAfterEvents: 3, status: 503 });
      return collectUntilError(await client.models.generateContentStream(contentBody));
    },
    // The first major hands the event on as a chunk without content, which is no error to the app.
    records: ({ major }) => [
      major === 1
        ? { ...cutRecord, success: true, usageSource: 'reported', costStatus: 'priced', costUsdExact: /./ }
        : { ...cutRecord, success: false, errorCode: 'UNAVAILABLE', error: /overloaded/ },
    ],
  }),
  geminiCase({
    name: 'gives the same chunks and error for an error that comes bare in mid-stream',
    async act({ client, server }) {
      const chunk =
        'data: {"candidates":[{"content":{"parts":[{"text":"a"}]}}],"modelVersion":"gemini-2.5-flash"}\r\n\r\n';
      const error = '{"error":{"code":429,"message":"No more.","status":"RESOURCE_EXHAUSTED"}}';
      server.next({ body: chunk + error, writes: [chunk.length, error.length], gzip: true });
      return collectUntilError(await client.models.generateContentStream(contentBody));
    },
    records: [{ operation: 'generate_content', streamed: true, success: false, error: /./, httpStatus: 200 }],
  }),
  geminiCase({
    name: 'gives the same timeout error',
    clientOptions: { httpOptions: { timeout: 300 } },
    async act({ client, server }) {
      server.next({ hang: 'before-headers' });
      const error = await client.models.generateContent(contentBody).catch(describeError);
      await eventually(() => server.requests[0]?.end !== null);
      return { error, end: server.requests[0]?.end };
    },
    records: [{ ...failedRecord, httpStatus: null, errorCode: 'timeout' }],
  }),
  geminiCase({
    name: 'gives the same timeout error when an answer stalls',
    clientOptions: { httpOptions: { timeout: 700 } },
    async act({ client, server }) {
      server.next({ hang: { afterEvents: 1 } });
      return client.models.generateContent(contentBody).catch(describeError);
    },
    records: [{ ...failedRecord, httpStatus: 200, errorCode: 'timeout' }],
  }),
  geminiCase({
    name: 'gives the same timeout error in mid-stream',
    clientOptions: { httpOptions: { timeout: 700 } },
    async act({ client, server }) {
      server.next({ hang: { afterEvents: 3 } });
      return collectUntilError(await client.models.generateContentStream(contentBody));
    },
    records: [{ ...cutRecord, success: false, errorCode: 'timeout', error: /./ }],
  }),
  geminiCase({
    name: 'gives the same abort error before an answer begins',
    async act({ client, server }) {
      server.next({ hang: 'before-headers' });
      const controller = new AbortController();
      const promise = client.models.generateContent({
        ...contentBody,
        config: { abortSignal: controller.signal, httpOptions: { timeout: 20_000 } },
      });
      const settled = promise.catch(describeError);
      await server.request(0);
      controller.abort();
      return settled;
    },
    records: [{ ...failedRecord, httpStatus: null, errorCode: 'aborted' }],
  }),
  geminiCase({
    name: 'sends and stores nothing of a call that was aborted before it began',
    skipReason: sinceMajor(2),
    act: ({ client }) =>
      client.models
        .generateContent({ ...contentBody, config: { abortSignal: AbortSignal.abort() } })
        .catch(describeError),
    records: [],
  }),
  geminiCase({
    name: 'records a call that was aborted before it began where the SDK sends it all the same',
    skipReason: ({ major }) => (major === 1 ? null : 'this SDK does not send it'),
    act: ({ client }) =>
      client.models.generateContent({ ...contentBody, config: { abortSignal: AbortSignal.abort() } }),
    records: [contentRecord],
  }),
  geminiCase({
    name: 'listens to a shared AbortSignal without a warning of its own',
    async act({ client }) {
      const { signal } = new AbortController();
      for (let call = 0; call < 20; call += 1)
        await client.models.generateContent({ ...contentBody, config: { abortSignal: signal } });
    },
    records: Array.from({ length: 20 }, () => contentRecord),
  }),
  geminiCase({
    name: 'leaves the rejections unhandled that the app leaves unhandled, and adds none',
    async act({ client, server }) {
      server.always({ status: 500 });
      const first = client.models.generateContent(contentBody);
      void first.then((answer) => answer);
      await eventually(() => server.requests[0]?.end === 'finished');
    },
    records: [{ ...failedRecord, httpStatus: 500 }],
  }),
];
