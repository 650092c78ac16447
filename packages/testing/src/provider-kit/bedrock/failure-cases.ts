import type { ExpectedRecord } from '../expected-record.ts';
import { eventually } from '../loop-turns.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { type BedrockContext, bedrockCase, command, describeBedrockError, retryAtOnce } from './bedrock-case.ts';
import { eventsIn } from './bedrock-client.ts';
import { converseInput, converseModel } from './converse-bodies.ts';
import { converseRecord, noTokens, streamRecord } from './converse-records.ts';

const failedRecord: ExpectedRecord = {
  ...noTokens,
  operation: 'converse',
  model: converseModel,
  requestedModel: converseModel,
  success: false,
  attempts: 1,
  revision: 1,
};

/** How each final status is stored. Known not to be billed: 403, 404 and 429. */
const statuses: Readonly<Record<number, ExpectedRecord>> = {
  400: { costStatus: 'unmeasured', errorCode: 'ValidationException' },
  403: { costStatus: 'free', costUsdExact: '0', errorCode: 'AccessDeniedException' },
  404: { costStatus: 'free', costUsdExact: '0', errorCode: 'ResourceNotFoundException' },
  408: { costStatus: 'unmeasured', errorCode: 'ModelTimeoutException' },
  424: { costStatus: 'unmeasured', errorCode: 'ModelErrorException' },
  429: { costStatus: 'free', costUsdExact: '0', errorCode: 'ThrottlingException' },
  500: { costStatus: 'unmeasured', errorCode: 'InternalServerException' },
  503: { costStatus: 'unmeasured', errorCode: 'ServiceUnavailableException' },
};

/** Calls that fail, are tried again, time out or are aborted. */
export const failureCases: readonly ProviderCase<BedrockContext>[] = [
  ...Object.entries(statuses).map(([status, record]) =>
    bedrockCase({
      name: `gives the same error for status ${status}, streamed or not`,
      clientOptions: { maxAttempts: 1 },
      async act({ client, server }) {
        server.always({ status: Number(status) });
        return [
          await client.converse(converseInput).catch(describeBedrockError),
          await client.converseStream(converseInput).catch(describeBedrockError),
        ];
      },
      records: [false, true].map((streamed) => ({
        ...failedRecord,
        ...record,
        streamed,
        httpStatus: Number(status),
        providerRequestId: /^00000000-/,
        error: /./,
      })),
    }),
  ),
  bedrockCase({
    name: 'gives the same error for credentials that are refused',
    clientOptions: { maxAttempts: 1, credentials: { accessKeyId: 'AKIDWRONG', secretAccessKey: 'secret' } },
    act: ({ client }) => client.converse(converseInput).catch(describeBedrockError),
    records: [
      {
        ...failedRecord,
        httpStatus: 403,
        errorCode: 'UnrecognizedClientException',
        costStatus: 'free',
        costUsdExact: '0',
      },
    ],
  }),
  bedrockCase({
    name: 'groups the retries of one call, streamed or not, into one row',
    clientOptions: { retryStrategy: retryAtOnce(3) },
    async act({ client, server }) {
      const failing = [{ status: 503 }, { status: 429 }, {}];
      server.next(...failing, ...failing);
      const answer = await client.converse(converseInput);
      const output = await client.converseStream(converseInput);
      return { answer, metadata: output.$metadata, events: await collect(eventsIn(output)) };
    },
    records: [
      { ...converseRecord, attempts: 3 },
      { ...streamRecord, attempts: 3 },
    ],
  }),
  bedrockCase({
    name: "groups retries as the SDK's own strategy makes them",
    async act({ client, server }) {
      server.next({ status: 500 });
      const { $metadata, usage } = await client.converse(converseInput);
      return { attempts: $metadata['attempts'], usage };
    },
    records: [{ ...converseRecord, attempts: 2 }],
  }),
  bedrockCase({
    name: 'keeps the retries of calls made at once apart',
    clientOptions: { retryStrategy: retryAtOnce(2) },
    async act({ client, server }) {
      server.always((request) => (/^attempt=1/.test(request.headers['amz-sdk-request'] ?? '') ? { status: 500 } : {}));
      const answers = await Promise.all(Array.from({ length: 5 }, () => client.converse(converseInput)));
      return answers.map(({ $metadata }) => $metadata['attempts']);
    },
    compareWire: () => {},
    records: Array.from({ length: 5 }, () => ({ operation: 'converse', attempts: 2, success: true })),
  }),
  bedrockCase({
    name: 'gives the last error when every attempt fails, as one row',
    clientOptions: { retryStrategy: retryAtOnce(3) },
    async act({ client, server }) {
      server.always({ status: 503 });
      return client.converse(converseInput).catch(describeBedrockError);
    },
    records: [{ ...failedRecord, attempts: 3, httpStatus: 503, errorCode: 'ServiceUnavailableException' }],
  }),
  bedrockCase({
    name: 'gives the same connection error when the server hangs up',
    clientOptions: { maxAttempts: 1 },
    async act({ client, server }) {
      server.next({ cut: 'before-headers' });
      return client.converse(converseInput).catch(describeBedrockError);
    },
    records: [{ ...failedRecord, httpStatus: null, errorCode: /./ }],
  }),
  bedrockCase({
    name: 'tries a lost connection again, as one row',
    clientOptions: { retryStrategy: retryAtOnce(2) },
    async act({ client, server }) {
      server.next({ cut: 'before-headers' });
      return client.converse(converseInput).catch(describeBedrockError);
    },
    // Over HTTP/2, the SDK does not take a reset for a reason to try again.
    records: (context) => [context.isHttp2 ? failedRecord : { ...converseRecord, attempts: 2 }],
  }),
  bedrockCase({
    name: 'gives the same error when an answer is cut off',
    clientOptions: { maxAttempts: 1 },
    async act({ client, server }) {
      server.next({ cut: { afterEvents: 1 } });
      return client.converse(converseInput).catch(describeBedrockError);
    },
    records: [{ operation: 'converse', attempts: 1, success: false, costUsdExact: null }],
  }),
  bedrockCase({
    name: 'gives the same abort error before an answer begins',
    async act({ client, server }) {
      server.next({ hang: 'before-headers' });
      const controller = new AbortController();
      const settled = client.converse(converseInput, { abortSignal: controller.signal }).catch(describeBedrockError);
      await server.request(0);
      controller.abort();
      return settled;
    },
    records: [{ ...failedRecord, httpStatus: null, errorCode: 'aborted' }],
  }),
  bedrockCase({
    name: 'sends and stores nothing of a call that was aborted before it began',
    act: ({ client }) =>
      client.converse(converseInput, { abortSignal: AbortSignal.abort() }).catch(describeBedrockError),
    records: [],
  }),
  bedrockCase({
    name: 'gives the same abort error between two attempts, as one row',
    clientOptions: { retryStrategy: retryAtOnce(2, 200) },
    async act({ client, server }) {
      server.next({ status: 500 });
      const controller = new AbortController();
      const settled = client.converse(converseInput, { abortSignal: controller.signal }).catch(describeBedrockError);
      const entry = await server.request(0);
      await entry.ended;
      controller.abort();
      return settled;
    },
    records: [{ ...failedRecord, attempts: 1, errorCode: 'aborted' }],
  }),
  bedrockCase({
    name: 'sends and stores nothing of an input that cannot be sent',
    clientOptions: { maxAttempts: 1 },
    act: ({ client }) => client.converse({ messages: [] }).catch(describeBedrockError),
    records: [],
  }),
  bedrockCase({
    name: 'sends and stores nothing when there are no credentials',
    clientOptions: {
      maxAttempts: 1,
      credentials: async () => {
        throw new Error('no credentials here');
      },
    },
    act: ({ client }) => client.converse(converseInput).catch(describeBedrockError),
    records: [],
  }),
  bedrockCase({
    name: 'listens to a shared AbortSignal without a warning',
    async act({ client }) {
      const { signal: abortSignal } = new AbortController();
      for (let call = 0; call < 20; call += 1) await client.converse(converseInput, { abortSignal });
    },
    records: Array.from({ length: 20 }, () => converseRecord),
  }),
  bedrockCase({
    name: 'leaves the rejections unhandled that the app leaves unhandled, and adds none',
    clientOptions: { maxAttempts: 1 },
    async act({ client, context, server }) {
      server.always({ cut: 'before-headers' });
      const first = client.send(command(context, 'Converse', converseInput));
      void first.then((answer) => answer);
      await eventually(() => server.requests[0]?.end === 'cut');
    },
    records: [failedRecord],
  }),
];
