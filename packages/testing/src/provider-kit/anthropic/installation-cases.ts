import { inspect } from 'node:util';
import { deepFreeze, recordingFetch } from '../app-values.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { type AnthropicApp, type AnthropicContext, anthropicCase } from './anthropic-case.ts';
import type { AnthropicClient, CallOptions } from './anthropic-client.ts';
import { messageBody, streamBody } from './message-bodies.ts';
import { messageRecord, streamRecord } from './message-records.ts';

/** The client itself, its clones and subclasses, and the parameters and functions that the app hands over. */
export const installationCases: readonly ProviderCase<AnthropicContext>[] = [
  anthropicCase({
    name: 'leaves the client an instance of its class that looks as it did',
    async act({ client, context }) {
      const { fetch } = client;
      return {
        instance: client instanceof context.Client,
        class: client.constructor.name,
        keys: Object.keys(client),
        inspected: inspect(client, { depth: 3 }),
        fetch: [inspect(fetch), fetch.name, fetch.length, Object.keys(fetch), typeof fetch.prototype],
        middleware: client.middleware,
        maxRetries: client.maxRetries,
        baseURL: client.baseURL,
      };
    },
    records: [],
  }),
  anthropicCase({
    name: 'gives back the client that it was given, also when it is installed twice',
    async act({ client, track }) {
      const again = track(client);
      return { same: again === client, answer: await again.messages.create(messageBody) };
    },
    records: [messageRecord],
  }),
  anthropicCase({
    name: 'calls the fetch of the app with the arguments, and the this, that it always got',
    async act(app) {
      const calls: unknown[] = [];
      const client = app.createClient({ fetch: recordingFetch(calls) });
      const answers = [
        await client.messages.create(messageBody),
        await collect(await client.messages.create(streamBody)),
      ];
      return { answers, calls };
    },
    records: [messageRecord, streamRecord],
  }),
  anthropicCase({
    name: 'keeps what the app put on its fetch',
    async act(app) {
      const fetch = Object.assign(recordingFetch([]), { Response, preconnect: () => 'connected' });
      const client = app.createClient({ fetch });
      const { fetch: seen } = client as unknown as { fetch: typeof fetch };
      return {
        keys: Object.keys(seen),
        response: seen.Response === Response,
        connected: seen.preconnect(),
        name: seen.name,
        length: seen.length,
      };
    },
    records: [],
  }),
  anthropicCase({
    name: 'counts only the tracked one of two clients that share a fetch',
    async act(app) {
      const fetch = recordingFetch([]);
      const tracked = app.createClient({ fetch });
      const untracked = app.context.createClient(app.server, { fetch });
      return [await tracked.messages.create(messageBody), await untracked.messages.create(messageBody)];
    },
    records: [messageRecord],
  }),
  anthropicCase({
    name: 'counts each of two tracked clients that share a fetch once',
    async act(app) {
      const fetch = recordingFetch([]);
      const clients = [app.createClient({ fetch }), app.createClient({ fetch })];
      return Promise.all(clients.map(async (client) => (await client.messages.create(messageBody))['usage']));
    },
    records: [messageRecord, messageRecord],
  }),
  anthropicCase({
    name: 'tracks clones made by withOptions(), and their clones',
    async act({ client, context }) {
      const clone = client.withOptions({ maxRetries: 0 });
      const second = clone.withOptions({ timeout: 20_000 });
      return {
        instance: [clone instanceof context.Client, clone === client, second.maxRetries],
        keys: Object.keys(clone),
        fetch: [inspect(clone.fetch), clone.fetch.length],
        answers: [await clone.messages.create(messageBody), await collect(await second.messages.create(streamBody))],
      };
    },
    records: [messageRecord, streamRecord],
  }),
  anthropicCase({
    name: 'shows a prepareOptions of a subclass the options that it always saw',
    async act(app) {
      const seen: unknown[] = [];
      const client = app.track(
        subclass(app, (options) => seen.push([Reflect.ownKeys(options), options['fetchOptions'], options['body']])),
      );
      await client.messages.create(messageBody);
      return seen;
    },
    records: [messageRecord],
  }),
  anthropicCase({
    name: 'counts the calls of a subclass that sets fetchOptions and headers itself',
    async act(app) {
      const change = (options: CallOptions): void => {
        options['fetchOptions'] = { keepalive: false };
        options['headers'] = { 'x-team': 'search' };
      };
      const client = app.track(subclass(app, change));
      return [await client.messages.create(messageBody), await collect(await client.messages.create(streamBody))];
    },
    records: [messageRecord, streamRecord],
  }),
  anthropicCase({
    name: 'sends the request options of the app',
    async act({ client }) {
      const options = { headers: { 'X-Team': 'search' }, query: { trace: '1' }, timeout: 9000, maxRetries: 1 };
      return [
        await client.messages.create(messageBody, options),
        await collect(await client.messages.create(streamBody, options)),
      ];
    },
    records: [messageRecord, streamRecord],
  }),
  anthropicCase({
    name: 'takes frozen parameters, changes none, and sends them again',
    async act({ client }) {
      const body = deepFreeze({ ...streamBody, metadata: { user_id: 'user-1' } });
      const options = deepFreeze({ headers: { 'x-team': 'search' } });
      const first = await collect(await client.messages.create(body, options));
      const second = await collect(await client.messages.create(body, options));
      return { first, second, body, options };
    },
    records: [streamRecord, streamRecord],
  }),
  anthropicCase({
    name: 'sends a body of 5 MB as it is',
    async act({ client }) {
      const messages = [{ role: 'user', content: 'é'.repeat(2_500_000) }];
      return (await client.messages.create({ ...messageBody, messages }))['usage'];
    },
    records: [messageRecord],
  }),
];

function subclass(app: AnthropicApp, onOptions: (options: CallOptions) => void): AnthropicClient {
  const { Client } = app.context;
  class AppClient extends Client {
    protected async prepareOptions(options: CallOptions): Promise<void> {
      onOptions(options);
    }
  }
  return new AppClient({ ...app.context.reaching(app.server) });
}
