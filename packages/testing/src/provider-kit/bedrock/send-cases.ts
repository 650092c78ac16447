import { once } from 'node:events';
import type { JsonObject } from '../../wire-server/wire-format.ts';
import type { ProviderCase } from '../provider-case.ts';
import { type BedrockContext, bedrockCase, command, describeBedrockError, describeOutput } from './bedrock-case.ts';
import type { BedrockRuntime, Command, CommandOutput, SendOptions } from './bedrock-client.ts';
import { converseInput, seededInput, toolConfig } from './converse-bodies.ts';
import { converseRecord } from './converse-records.ts';

/** Conversations, by every form of `send` and by the methods of `BedrockRuntime`. */
export const sendCases: readonly ProviderCase<BedrockContext>[] = [
  bedrockCase({
    name: 'gives the same answer from send(command)',
    act: async ({ client, context }) => client.send(command(context, 'Converse', converseInput)),
    records: [converseRecord],
  }),
  bedrockCase({
    name: 'gives the same answer from send(command, options)',
    async act({ client, context }) {
      const { signal: abortSignal } = new AbortController();
      return describeOutput(await client.send(command(context, 'Converse', converseInput), { abortSignal }));
    },
    records: [converseRecord],
  }),
  bedrockCase({
    name: 'gives the same answer to a callback, with and without options, and returns nothing',
    act: async ({ client, context }) => [
      await sendWithCallback(client, command(context, 'Converse', converseInput)),
      await sendWithCallback(client, command(context, 'Converse', converseInput), {}),
    ],
    records: [converseRecord, converseRecord],
  }),
  bedrockCase({
    name: 'gives the same error to a callback',
    clientOptions: { maxAttempts: 1 },
    async act({ client, context, server }) {
      server.next({ status: 403 });
      return sendWithCallback(client, command(context, 'Converse', converseInput));
    },
    records: [{ operation: 'converse', success: false, httpStatus: 403, errorCode: 'AccessDeniedException' }],
  }),
  bedrockCase({
    name: 'gives the same answer from converse(), as a promise and to a callback',
    act: async ({ client }) => [
      await client.converse(converseInput),
      await new Promise((resolve) => {
        void client.converse(converseInput, (error, output) => resolve([error, output]));
      }),
    ],
    records: [converseRecord, converseRecord],
  }),
  bedrockCase({
    name: 'counts the calls of a plain BedrockRuntimeClient',
    async act({ context, server, track }) {
      const { BedrockRuntimeClient } = context.sdk;
      const { config } = context.createClient(server, {});
      const plain = new BedrockRuntimeClient({
        region: 'us-east-1',
        endpoint: server.url,
        credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret' },
        requestHandler: config.requestHandler,
      });
      const client = track(plain as BedrockRuntime);
      return [
        client.constructor.name,
        client instanceof BedrockRuntimeClient,
        await client.send(command(context, 'Converse', converseInput)),
      ];
    },
    records: [converseRecord],
  }),
  bedrockCase({
    name: 'sends one command twice, at once and in turn',
    async act({ client, context }) {
      const converse = command(context, 'Converse', converseInput);
      const both = await Promise.all([client.send(converse), client.send(converse)]);
      return [...both, await client.send(converse)].map((output) => output['usage']);
    },
    compareWire: () => {},
    records: [converseRecord, converseRecord, converseRecord],
  }),
  bedrockCase({
    name: 'gives the same answer when it asks for tools',
    act: ({ client }) => client.converse({ ...converseInput, toolConfig }),
    records: [converseRecord],
  }),
  bedrockCase({
    name: 'gives the same answer when it comes byte by byte',
    async act({ client, server }) {
      server.next({ writes: [1], text: 'Zwölf Boxkämpfer 🥊' });
      return client.converse(converseInput);
    },
    records: [converseRecord],
  }),
  bedrockCase({
    name: 'records caches written, with their lifetimes, and the tier and latency that served',
    async act({ client, server }) {
      server.next({
        rewrite: (data) => ({
          ...(data as JsonObject),
          usage: {
            inputTokens: 10,
            outputTokens: 5,
            totalTokens: 315,
            cacheReadInputTokens: 100,
            cacheWriteInputTokens: 200,
            cacheDetails: [
              { ttl: '1h', inputTokens: 150 },
              { ttl: '5m', inputTokens: 50 },
            ],
          },
          serviceTier: { type: 'flex' },
          performanceConfig: { latency: 'optimized' },
        }),
      });
      return client.converse(converseInput);
    },
    // An SDK drops members that it does not know: of the oldest, only the input and output are left.
    records: ({ sdk }) =>
      'CountTokensCommand' in sdk
        ? [
            {
              ...converseRecord,
              promptTokens: 310,
              completionTokens: 5,
              totalTokens: 315,
              cachedPromptTokens: 100,
              cacheWriteTokens: 200,
              serviceTier: 'flex',
              costStatus: 'partial',
              costUsdExact: null,
            },
          ]
        : [{ operation: 'converse', completionTokens: 5 }],
  }),
  bedrockCase({
    name: 'keeps ten calls at once apart',
    async act({ client, server, run }) {
      server.always((request) => ({ usage: { inputTokens: 100 + seedOf(request.json), outputTokens: 30 } }));
      const seeds = Array.from({ length: 10 }, (_, seed) => seed);
      const answers = await Promise.all(
        seeds.map((seed) => run({ teamName: `team-${seed}` }, () => client.converse(seededInput(seed)))),
      );
      return answers.map((answer) => answer['usage']);
    },
    compareWire: () => {},
    records: Array.from({ length: 10 }, (_, seed) => ({ teamName: `team-${seed}`, promptTokens: 100 + seed })),
  }),
  bedrockCase({
    name: 'sends a command whose promise nobody awaits',
    async act({ client, server }) {
      const promise = client.converse(converseInput);
      const entry = await server.request(0);
      await entry.ended;
      return await promise;
    },
    records: [converseRecord],
  }),
];

/** The seed of a `seededInput`. */
export function seedOf(json: JsonObject): number {
  const [system] = (json['system'] ?? []) as { text: string }[];
  return Number(system?.text);
}

async function sendWithCallback(client: BedrockRuntime, sent: Command, options?: SendOptions): Promise<unknown> {
  const told = new EventTarget();
  let outcome: unknown;
  const callback = (error: unknown, output?: CommandOutput): void => {
    outcome = { error: error === null ? null : describeBedrockError(error), output };
    told.dispatchEvent(new Event('told'));
  };
  const waiting = once(told, 'told');
  const returned: unknown = options === undefined ? client.send(sent, callback) : client.send(sent, options, callback);
  await waiting;
  return { returned, outcome };
}
