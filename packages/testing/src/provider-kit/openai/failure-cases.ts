import { describeError } from '../describe-value.ts';
import type { ExpectedRecord } from '../expected-record.ts';
import { eventually } from '../loop-turns.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect, collectUntilError } from '../read-stream.ts';
import { chatBody, streamBody } from './chat-bodies.ts';
import { chatRecord, noTokens, streamRecord } from './chat-records.ts';
import { hasNodeBodies, type OpenaiContext, openaiCase } from './openai-case.ts';

const failedRecord: ExpectedRecord = {
  ...noTokens,
  operation: 'chat',
  model: 'gpt-4o-mini',
  requestedModel: 'gpt-4o-mini',
  success: false,
  attempts: 1,
  revision: 1,
};

/** How each final status is stored. Known not to be billed: 401, 403, 404 and 429. */
const statuses: Readonly<Record<number, ExpectedRecord>> = {
  400: { costStatus: 'unmeasured' },
  401: { costStatus: 'free', errorCode: 'invalid_api_key' },
  403: { costStatus: 'free', errorCode: 'unsupported_country_region_territory' },
  404: { costStatus: 'free', errorCode: 'model_not_found' },
  409: { costStatus: 'unmeasured' },
  422: { costStatus: 'unmeasured' },
  429: { costStatus: 'free', errorCode: 'rate_limit_exceeded' },
  500: { costStatus: 'unmeasured' },
  503: { costStatus: 'unmeasured' },
  529: { costStatus: 'unmeasured' },
};

const soon = { 'retry-after-ms': '1' };

/** Calls that fail, are tried again, time out or are aborted. */
export const failureCases: readonly ProviderCase<OpenaiContext>[] = [
  ...Object.entries(statuses).map(([status, record]) => {
    const { costUsdExact: _, ...failed } = failedRecord;
    return openaiCase({
      name: `gives the same error for status ${status}, streamed or not`,
      clientOptions: { maxRetries: 0 },
      async act({ client, server }) {
        server.always({ status: Number(status) });
        return [
          await client.chat.completions.create(chatBody).catch(describeError),
          await client.chat.completions.create(streamBody).catch(describeError),
        ];
      },
      records: [false, true].map((streamed) => ({
        ...failed,
        ...record,
        streamed,
        httpStatus: Number(status),
        providerRequestId: /^req_/,
      })),
    });
  }),
  openaiCase({
    name: 'groups the retries of one call, streamed or not, into one row',
    async act({ client, server }) {
      const failing = [{ status: 500, headers: soon }, { status: 429, headers: soon }, {}];
      server.next(...failing, ...failing);
      return [
        await client.chat.completions.create(chatBody),
        await collect(await client.chat.completions.create(streamBody)),
      ];
    },
    records: (context) => [
      { ...chatRecord, attempts: 3 },
      { ...streamRecord(context), attempts: 3 },
    ],
  }),
  openaiCase({
    name: 'keeps the retries of calls made at once apart',
    async act({ client, server }) {
      server.always((request) =>
        request.headers['x-stainless-retry-count'] === '0' ? { status: 500, headers: soon } : {},
      );
      const seeds = [1, 2, 3, 4, 5];
      const answers = await Promise.all(seeds.map((seed) => client.chat.completions.create({ ...chatBody, seed })));
      return answers.length;
    },
    compareWire: () => {},
    records: [1, 2, 3, 4, 5].map(() => ({ operation: 'chat', attempts: 2, success: true })),
  }),
  openaiCase({
    name: 'gives the last error when every attempt fails, as one row',
    async act({ client, server }) {
      server.always({ status: 503, headers: soon });
      return client.chat.completions.create(chatBody).catch(describeError);
    },
    records: [{ ...failedRecord, attempts: 3, httpStatus: 503, costStatus: 'unmeasured' }],
  }),
  openaiCase({
    name: 'honours x-should-retry: true, and counts the second attempt',
    async act({ client, server }) {
      server.next({ status: 400, headers: { ...soon, 'x-should-retry': 'true' } });
      return client.chat.completions.create(chatBody);
    },
    records: [{ ...chatRecord, attempts: 2 }],
  }),
  openaiCase({
    name: 'honours x-should-retry: false',
    async act({ client, server }) {
      server.next({ status: 500, headers: { 'x-should-retry': 'false' } });
      return client.chat.completions.create(chatBody).catch(describeError);
    },
    records: [{ ...failedRecord, httpStatus: 500, costStatus: 'unmeasured' }],
  }),
  openaiCase({
    name: 'gives the same connection error, with its causes, when the server hangs up',
    clientOptions: { maxRetries: 0 },
    async act({ client, server }) {
      server.next({ cut: 'before-headers' });
      return client.chat.completions.create(chatBody).catch(describeError);
    },
    records: [{ ...failedRecord, httpStatus: null, costStatus: 'unmeasured' }],
  }),
  openaiCase({
    name: 'tries a lost connection again, as one row',
    clientOptions: { maxRetries: 1 },
    async act({ client, server }) {
      server.next({ cut: 'before-headers' });
      return client.chat.completions.create(chatBody);
    },
    records: [{ ...chatRecord, attempts: 2 }],
  }),
  openaiCase({
    name: 'gives the same error when an answer is cut off',
    skipReason: (context) => (hasNodeBodies(context) ? 'node-fetch waits for ever for the rest' : null),
    clientOptions: { maxRetries: 0 },
    async act({ client, server }) {
      server.next({ cut: { afterEvents: 1 } });
      return client.chat.completions.create(chatBody).catch(describeError);
    },
    records: [{ operation: 'chat', attempts: 1, success: false, httpStatus: 200, costUsdExact: null }],
  }),
  openaiCase({
    name: 'gives the same chunks and error when a stream is cut off',
    async act({ client, server }) {
      server.next({ cut: { afterEvents: 3 } });
      return collectUntilError(await client.chat.completions.create(streamBody));
    },
    records: [
      {
        ...chatRecord,
        ...noTokens,
        streamed: true,
        success: false,
        errorCode: /./,
        error: /./,
        usageSource: 'partial',
      },
    ],
  }),
  openaiCase({
    name: 'gives the same chunks and error for an error event in mid-stream',
    async act({ client, server }) {
      server.next({ failAfterEvents: 3, error: { code: 'server_overloaded' } });
      return collectUntilError(await client.chat.completions.create(streamBody));
    },
    records: [
      {
        ...chatRecord,
        ...noTokens,
        streamed: true,
        success: false,
        errorCode: 'server_overloaded',
        error: /./,
        usageSource: 'partial',
      },
    ],
  }),
  openaiCase({
    name: 'gives the same error for an error event of a streamed Response',
    needs: 'responses',
    async act({ client, server }) {
      server.next({ failAfterEvents: 3 });
      const stream = await client.responses.create({ model: 'gpt-4o-mini', input: 'hi', stream: true });
      return collectUntilError(stream);
    },
    records: [{ operation: 'responses', streamed: true, success: false, usageSource: 'partial' }],
  }),
  openaiCase({
    name: 'gives the same timeout error',
    clientOptions: { maxRetries: 0 },
    async act({ client, server }) {
      server.next({ hang: 'before-headers' });
      const error = await client.chat.completions.create(chatBody, { timeout: 300 }).catch(describeError);
      await eventually(() => server.requests[0]?.end !== null);
      return { error, end: server.requests[0]?.end };
    },
    records: [{ ...failedRecord, httpStatus: null, costStatus: 'unmeasured' }],
  }),
  openaiCase({
    name: 'counts the second attempt for a body that took too long, as one row',
    skipReason: skipUnlessBodiesAreTimed,
    clientOptions: { maxRetries: 1 },
    async act({ client, server }) {
      server.next({ hang: { afterEvents: 1 } });
      const {
        data,
        response,
        request_id: id,
      } = await client.chat.completions.create(chatBody, { timeout: 500 }).withResponse();
      return { data, status: response.status, id };
    },
    records: [{ ...chatRecord, attempts: 2 }],
  }),
  openaiCase({
    name: 'gives the same error when every body takes too long, as one row',
    skipReason: skipUnlessBodiesAreTimed,
    clientOptions: { maxRetries: 1 },
    async act({ client, server }) {
      server.always({ hang: { afterEvents: 1 } });
      return client.embeddings
        .create({ model: 'text-embedding-3-small', input: 'one' }, { timeout: 500 })
        .catch(describeError);
    },
    records: [
      {
        operation: 'embeddings',
        attempts: 2,
        success: false,
        errorCode: 'timeout',
        httpStatus: 200,
        costUsdExact: null,
      },
    ],
  }),
  openaiCase({
    name: 'gives the same abort error while a body is waited for, as one row',
    skipReason: skipUnlessBodiesAreTimed,
    async act({ client, server }) {
      server.next({ hang: { afterEvents: 1 } });
      const controller = new AbortController();
      const settled = client.chat.completions.create(chatBody, { signal: controller.signal }).catch(describeError);
      await eventually(() => server.requests[0]?.eventsWritten === 1);
      controller.abort();
      return settled;
    },
    records: [{ operation: 'chat', attempts: 1, success: false, errorCode: 'aborted' }],
  }),
  openaiCase({
    name: 'gives the same abort error before an answer begins',
    async act({ client, server }) {
      server.next({ hang: 'before-headers' });
      const controller = new AbortController();
      const promise = client.chat.completions.create(chatBody, { signal: controller.signal });
      const settled = promise.catch(describeError);
      await server.request(0);
      controller.abort();
      return settled;
    },
    records: [{ ...failedRecord, httpStatus: null, errorCode: 'aborted' }],
  }),
  openaiCase({
    name: 'sends and stores nothing of a call that was aborted before it began',
    act: ({ client }) => client.chat.completions.create(chatBody, { signal: AbortSignal.abort() }).catch(describeError),
    records: [],
  }),
  openaiCase({
    name: 'gives the same abort error between two attempts, as one row',
    async act({ client, server }) {
      server.next({ status: 500, headers: { 'retry-after-ms': '300' } });
      const controller = new AbortController();
      const settled = client.chat.completions.create(chatBody, { signal: controller.signal }).catch(describeError);
      const entry = await server.request(0);
      await entry.ended;
      controller.abort();
      return settled;
    },
    records: [{ ...failedRecord, attempts: 1, errorCode: /./ }],
  }),
  openaiCase({
    name: 'listens to a shared AbortSignal without a warning',
    async act({ client }) {
      const { signal } = new AbortController();
      for (let call = 0; call < 20; call += 1) await client.chat.completions.create(chatBody, { signal });
    },
    records: Array.from({ length: 20 }, () => chatRecord),
  }),
  openaiCase({
    name: 'leaves the rejections unhandled that the app leaves unhandled, and adds none',
    clientOptions: { maxRetries: 0 },
    async act({ client, server }) {
      server.always({ status: 500 });
      const first = client.chat.completions.create(chatBody);
      void first.then((answer) => answer);
      await eventually(() => server.requests[0]?.end === 'finished');
    },
    records: [{ ...failedRecord, httpStatus: 500 }],
  }),
];

/** Before version 7 the SDK's clock stops at the headers. */
function skipUnlessBodiesAreTimed(context: OpenaiContext): string | null {
  return context.major < 7 ? 'this SDK waits for a body without a limit' : null;
}
