import { describeError } from '../describe-value.ts';
import type { ExpectedRecord } from '../expected-record.ts';
import { eventually } from '../loop-turns.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect, collectUntilError } from '../read-stream.ts';
import { type AnthropicContext, anthropicCase } from './anthropic-case.ts';
import { messageBody, streamBody } from './message-bodies.ts';
import { cutRecord, failedRecord, messageRecord, streamRecord } from './message-records.ts';

/** How each final status is stored. Known not to be billed: 401, 403, 404 and 429. */
const statuses: Readonly<Record<number, ExpectedRecord>> = {
  400: { costStatus: 'unmeasured', errorCode: 'invalid_request_error' },
  401: { costStatus: 'free', errorCode: 'authentication_error' },
  402: { costStatus: 'unmeasured', errorCode: 'billing_error' },
  403: { costStatus: 'free', errorCode: 'permission_error' },
  404: { costStatus: 'free', errorCode: 'not_found_error' },
  409: { costStatus: 'unmeasured' },
  413: { costStatus: 'unmeasured', errorCode: 'request_too_large' },
  422: { costStatus: 'unmeasured' },
  429: { costStatus: 'free', errorCode: 'rate_limit_error' },
  500: { costStatus: 'unmeasured', errorCode: 'api_error' },
  504: { costStatus: 'unmeasured', errorCode: 'timeout_error' },
  529: { costStatus: 'unmeasured', errorCode: 'overloaded_error' },
};

const soon = { 'retry-after-ms': '1' };

/** Calls that fail, are tried again, time out or are aborted. */
export const failureCases: readonly ProviderCase<AnthropicContext>[] = [
  ...Object.entries(statuses).map(([status, record]) => {
    const { costUsdExact: _, ...failed } = failedRecord;
    return anthropicCase({
      name: `gives the same error for status ${status}, streamed or not`,
      clientOptions: { maxRetries: 0 },
      async act({ client, server }) {
        server.always({ status: Number(status) });
        return [
          await client.messages.create(messageBody).catch(describeError),
          await client.messages.create(streamBody).catch(describeError),
        ];
      },
      records: [false, true].map((streamed) => ({
        ...failed,
        ...record,
        error: /./,
        streamed,
        httpStatus: Number(status),
        providerRequestId: /^req_/,
      })),
    });
  }),
  anthropicCase({
    name: 'groups the retries of one call, streamed or not, into one row',
    async act({ client, server }) {
      const failing = [{ status: 529, headers: soon }, { status: 429, headers: soon }, {}];
      server.next(...failing, ...failing);
      return [await client.messages.create(messageBody), await collect(await client.messages.create(streamBody))];
    },
    records: [
      { ...messageRecord, attempts: 3 },
      { ...streamRecord, attempts: 3 },
    ],
  }),
  anthropicCase({
    name: 'keeps the retries of calls made at once apart',
    async act({ client, server }) {
      server.always((request) =>
        request.headers['x-stainless-retry-count'] === '0' ? { status: 500, headers: soon } : {},
      );
      const seeds = [1, 2, 3, 4, 5];
      const answers = await Promise.all(seeds.map((topK) => client.messages.create({ ...messageBody, top_k: topK })));
      return answers.length;
    },
    compareWire: () => {},
    records: [1, 2, 3, 4, 5].map(() => ({ operation: 'messages', attempts: 2, success: true })),
  }),
  anthropicCase({
    name: 'gives the last error when every attempt fails, as one row',
    async act({ client, server }) {
      server.always({ status: 503, headers: soon });
      return client.messages.create(messageBody).catch(describeError);
    },
    records: [{ ...failedRecord, attempts: 3, httpStatus: 503, costStatus: 'unmeasured' }],
  }),
  anthropicCase({
    name: 'counts the attempts that a call allows itself, not those of the client',
    async act({ client, server }) {
      server.always({ status: 503, headers: soon });
      return client.messages.create(messageBody, { maxRetries: 1 }).catch(describeError);
    },
    records: [{ ...failedRecord, attempts: 2, httpStatus: 503, costStatus: 'unmeasured' }],
  }),
  anthropicCase({
    name: 'honours x-should-retry: true, and counts the second attempt',
    async act({ client, server }) {
      server.next({ status: 400, headers: { ...soon, 'x-should-retry': 'true' } });
      return client.messages.create(messageBody);
    },
    records: [{ ...messageRecord, attempts: 2 }],
  }),
  anthropicCase({
    name: 'honours x-should-retry: false',
    async act({ client, server }) {
      server.next({ status: 500, headers: { 'x-should-retry': 'false' } });
      return client.messages.create(messageBody).catch(describeError);
    },
    records: [{ ...failedRecord, httpStatus: 500, costStatus: 'unmeasured' }],
  }),
  anthropicCase({
    name: 'gives the same connection error, with its causes, when the server hangs up',
    clientOptions: { maxRetries: 0 },
    async act({ client, server }) {
      server.next({ cut: 'before-headers' });
      return client.messages.create(messageBody).catch(describeError);
    },
    records: [{ ...failedRecord, httpStatus: null, costStatus: 'unmeasured' }],
  }),
  anthropicCase({
    name: 'gives the same error when a fetch of the app throws what is no error',
    clientOptions: {
      maxRetries: 0,
      fetch: () => Promise.reject('no network'),
    },
    act: ({ client }) => client.messages.create(messageBody).catch(describeError),
    records: [{ ...failedRecord, httpStatus: null, costStatus: 'unmeasured' }],
  }),
  anthropicCase({
    name: 'tries a lost connection again, as one row',
    clientOptions: { maxRetries: 1 },
    async act({ client, server }) {
      server.next({ cut: 'before-headers' });
      return client.messages.create(messageBody);
    },
    records: [{ ...messageRecord, attempts: 2 }],
  }),
  anthropicCase({
    name: 'gives the same error when an answer is cut off',
    clientOptions: { maxRetries: 0 },
    async act({ client, server }) {
      server.next({ cut: { afterEvents: 1 } });
      return client.messages.create(messageBody).catch(describeError);
    },
    records: [{ operation: 'messages', attempts: 1, success: false, httpStatus: 200, costUsdExact: null }],
  }),
  anthropicCase({
    name: 'gives the same events and error when a stream is cut off',
    async act({ client, server }) {
      server.next({ cut: { afterEvents: 4 } });
      return collectUntilError(await client.messages.create(streamBody));
    },
    records: [{ ...cutRecord, success: false, errorCode: /./, error: /./ }],
  }),
  anthropicCase({
    name: 'gives the same events and error for an error event in mid-stream',
    async act({ client, server }) {
      server.next({ failAfterEvents: 4, error: { type: 'overloaded_error' } });
      return collectUntilError(await client.messages.create(streamBody));
    },
    records: [{ ...cutRecord, success: false, errorCode: 'overloaded_error', error: /./ }],
  }),
  anthropicCase({
    name: 'gives the same timeout error',
    clientOptions: { maxRetries: 0 },
    async act({ client, server }) {
      server.next({ hang: 'before-headers' });
      const error = await client.messages.create(messageBody, { timeout: 300 }).catch(describeError);
      await eventually(() => server.requests[0]?.end !== null);
      return { error, end: server.requests[0]?.end };
    },
    records: [{ ...failedRecord, httpStatus: null, errorCode: 'timeout', costStatus: 'unmeasured' }],
  }),
  anthropicCase({
    name: 'gives the same abort error before an answer begins',
    async act({ client, server }) {
      server.next({ hang: 'before-headers' });
      const controller = new AbortController();
      const settled = client.messages.create(messageBody, { signal: controller.signal }).catch(describeError);
      await server.request(0);
      controller.abort();
      return settled;
    },
    records: [{ ...failedRecord, httpStatus: null, errorCode: 'aborted' }],
  }),
  anthropicCase({
    name: 'sends and stores nothing of a call that was aborted before it began',
    act: ({ client }) => client.messages.create(messageBody, { signal: AbortSignal.abort() }).catch(describeError),
    records: [],
  }),
  anthropicCase({
    name: 'gives the same abort error between two attempts, as one row',
    async act({ client, server }) {
      server.next({ status: 500, headers: { 'retry-after-ms': '300' } });
      const controller = new AbortController();
      const settled = client.messages.create(messageBody, { signal: controller.signal }).catch(describeError);
      const entry = await server.request(0);
      await entry.ended;
      controller.abort();
      return settled;
    },
    records: [{ ...failedRecord, attempts: 1, errorCode: /./ }],
  }),
  anthropicCase({
    name: 'listens to a shared AbortSignal without a warning',
    async act({ client }) {
      const { signal } = new AbortController();
      for (let call = 0; call < 20; call += 1) await client.messages.create(messageBody, { signal });
    },
    records: Array.from({ length: 20 }, () => messageRecord),
  }),
  anthropicCase({
    name: 'leaves the rejections unhandled that the app leaves unhandled, and adds none',
    clientOptions: { maxRetries: 0 },
    async act({ client, server }) {
      server.always({ status: 500 });
      const first = client.messages.create(messageBody);
      void first.then((answer) => answer);
      await eventually(() => server.requests[0]?.end === 'finished');
    },
    records: [{ ...failedRecord, httpStatus: 500 }],
  }),
];
