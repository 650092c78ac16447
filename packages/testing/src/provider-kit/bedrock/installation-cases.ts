import { inspect } from 'node:util';
import type { JsonObject } from '../../wire-server/wire-format.ts';
import { deepFreeze } from '../app-values.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { type BedrockContext, bedrockCase, command } from './bedrock-case.ts';
import { eventsIn, type Middleware } from './bedrock-client.ts';
import { converseInput } from './converse-bodies.ts';
import { converseRecord, streamRecord } from './converse-records.ts';

/** Entries of the stack that are not the app's or the SDK's. */
const isOurs = (entry: string): boolean => /llm/i.test(entry);

/** The client itself, its middleware, and the parameters and functions that the app hands over. */
export const installationCases: readonly ProviderCase<BedrockContext>[] = [
  bedrockCase({
    name: 'leaves the client an instance of its class that looks as it did',
    async act({ client, context }) {
      return {
        instance: [client instanceof context.sdk.BedrockRuntimeClient, client instanceof context.sdk.BedrockRuntime],
        class: client.constructor.name,
        keys: Object.keys(client),
        inspected: inspect(client, { depth: 1 }),
        send: [inspect(client.send), client.send.name, client.send.length, Object.keys(client.send)],
        config: Object.keys(client.config),
        region: await client.config.region(),
        stack: client.middlewareStack.identify().filter((entry) => !isOurs(entry)),
      };
    },
    records: [],
  }),
  bedrockCase({
    name: 'gives back the client that it was given, also when it is installed twice',
    async act({ client, track }) {
      const again = track(client);
      return { same: again === client, answer: await again.converse(converseInput) };
    },
    records: [converseRecord],
  }),
  bedrockCase({
    name: 'sees commands that were sent before with cacheMiddleware: true',
    clientOptions: { cacheMiddleware: true },
    async act({ context, server, track }) {
      const client = context.createClient(server, { cacheMiddleware: true });
      const before = await client.send(command(context, 'Converse', converseInput));
      track(client);
      const after = await Promise.all([
        client.send(command(context, 'Converse', converseInput)),
        client.send(command(context, 'Converse', converseInput)),
      ]);
      return [before, ...after].map((output) => output['usage']);
    },
    compareWire: () => {},
    records: [converseRecord, converseRecord],
  }),
  bedrockCase({
    name: 'keeps the calls of a client with cacheMiddleware: true apart',
    clientOptions: { cacheMiddleware: true },
    async act({ client, server }) {
      server.always((request) => ({ usage: { inputTokens: (request.json['messages'] as []).length * 100 } }));
      const inputs = [1, 2, 3].map((count) => ({
        ...converseInput,
        messages: Array.from({ length: count }, () => ({ role: 'user', content: [{ text: 'Hi' }] })),
      }));
      return (await Promise.all(inputs.map((input) => client.converse(input)))).map((output) => output['usage']);
    },
    compareWire: () => {},
    records: [100, 200, 300].map((promptTokens) => ({ operation: 'converse', promptTokens })),
  }),
  bedrockCase({
    name: 'runs the middleware of the app in its order, with the arguments that it always got',
    async act({ client, context }) {
      const seen: unknown[] = [];
      const { ConverseCommand } = context.sdk as unknown as { ConverseCommand: new () => object };
      const note =
        (where: string): Middleware =>
        (next, { commandName }) =>
        async (args) => {
          seen.push([where, commandName, args instanceof ConverseCommand, Reflect.ownKeys(args)]);
          const result = await next(args);
          seen.push([where, Object.keys(result), Object.keys(result.output ?? {})]);
          return result;
        };
      for (const step of ['initialize', 'serialize', 'build', 'finalizeRequest', 'deserialize']) {
        client.middlewareStack.add(note(step), { name: `app-${step}`, step });
      }
      const before = { name: 'app-relative', relation: 'before', toMiddleware: 'retryMiddleware' };
      client.middlewareStack.addRelativeTo(note('relative'), before);
      const answer = await client.converse(converseInput);
      return { seen, answer, stack: client.middlewareStack.identify().filter((entry) => !isOurs(entry)) };
    },
    records: [converseRecord],
  }),
  bedrockCase({
    name: 'records what middleware of the app really sends, and nothing that it answers by itself',
    async act({ client, server }) {
      const stored = new Map<string, Awaited<ReturnType<ReturnType<Middleware>>>>();
      const caching: Middleware = (next) => async (args) => {
        const key = JSON.stringify(args.input);
        const result =
          stored.get(key) ?? (await next({ ...args, input: { ...args.input, modelId: 'amazon.nova-lite-v1:0' } }));
        stored.set(key, result);
        return result;
      };
      client.middlewareStack.add(caching, { name: 'app-cache', step: 'initialize' });
      const answers = [await client.converse(converseInput), await client.converse(converseInput)];
      return { answers, count: server.requests.length };
    },
    records: [{ operation: 'converse', model: 'amazon.nova-lite-v1:0', promptTokens: 120 }],
  }),
  bedrockCase({
    name: 'counts commands whose middleware hands on arguments of its own making',
    async act({ client }) {
      const rebuilding: Middleware =
        (next) =>
        async ({ input, request }) =>
          next({ input, request });
      client.middlewareStack.add(rebuilding, { name: 'app-rebuilding', step: 'finalizeRequest' });
      return [
        await client.converse(converseInput),
        await collect(eventsIn(await client.converseStream(converseInput))),
      ];
    },
    records: [converseRecord, streamRecord],
  }),
  bedrockCase({
    name: 'can be cloned and taken away from, as any stack of middleware',
    async act({ client, context }) {
      const clone = client.middlewareStack.clone();
      const removed = [client.middlewareStack.remove('loggerMiddleware'), client.middlewareStack.remove('nothing')];
      const own = command(context, 'Converse', converseInput);
      own.middlewareStack.add((next) => async (args) => next(args), { name: 'app-command', step: 'build' });
      await client.send(own);
      return {
        removed,
        clone: clone.identify().filter((entry) => !isOurs(entry)),
        own: own.middlewareStack.identify(),
      };
    },
    records: [converseRecord],
  }),
  bedrockCase({
    name: 'asks a region provider as often as before, and records what it says',
    async act(app) {
      let asked = 0;
      const client = app.createClient({
        region: async () => {
          asked += 1;
          return 'eu-west-1';
        },
      });
      await client.converse(converseInput);
      return asked;
    },
    records: [{ operation: 'converse', region: 'eu-west-1' }],
  }),
  bedrockCase({
    name: 'records the region of a client that bears a token',
    skipReason: ({ sdk }) => ('CountTokensCommand' in sdk ? null : 'this SDK signs every request'),
    clientOptions: {
      credentials: undefined,
      token: { token: 'bedrock-api-key' },
      authSchemePreference: ['httpBearerAuth'],
      region: 'eu-central-1',
    },
    act: ({ client }) => client.converse(converseInput),
    records: [{ operation: 'converse', region: 'eu-central-1', success: true }],
  }),
  bedrockCase({
    name: 'leaves the request handler of the app untouched, and calls it as before',
    async act(app) {
      const inner = app.context.createClient(app.server, {}).config.requestHandler as Handler;
      const calls: unknown[] = [];
      const requestHandler = {
        handle(request: object, options: object) {
          calls.push([Object.keys(request), Object.keys(options)]);
          return inner.handle(request, options);
        },
      };
      const client = app.createClient({ requestHandler });
      const answer = await client.converse(converseInput, { requestTimeout: 9000 });
      return {
        answer,
        calls,
        same: client.config.requestHandler === requestHandler,
        keys: Object.keys(requestHandler),
      };
    },
    records: [converseRecord],
  }),
  bedrockCase({
    name: 'counts only the tracked one of two clients that share a request handler',
    async act(app) {
      const { requestHandler } = app.client.config;
      const untracked = app.context.createClient(app.server, { requestHandler });
      return [await app.client.converse(converseInput), await untracked.converse(converseInput)];
    },
    records: [converseRecord],
  }),
  bedrockCase({
    name: 'takes frozen parameters, changes none, and sends them again',
    async act({ client }) {
      const input = deepFreeze(structuredClone(converseInput));
      const options = deepFreeze({ requestTimeout: 9000 });
      return [await client.converse(input, options), await client.converse(input, options), input, options];
    },
    records: [converseRecord, converseRecord],
  }),
  bedrockCase({
    name: 'sends a prompt of 5 MB as it is',
    async act({ client }) {
      const messages = [{ role: 'user', content: [{ text: 'é'.repeat(2_500_000) }] }];
      return (await client.converse({ ...converseInput, messages }))['usage'];
    },
    records: [converseRecord],
  }),
  bedrockCase({
    name: 'can be destroyed, and used again',
    async act({ client }) {
      const first = await client.converse(converseInput);
      client.destroy();
      const second = await client.converse(converseInput).then(
        (output: JsonObject) => output['usage'],
        (error: Error) => error.name,
      );
      return { first, second };
    },
    records: [converseRecord, converseRecord],
  }),
];

interface Handler {
  handle(request: object, options: object): Promise<unknown>;
}
