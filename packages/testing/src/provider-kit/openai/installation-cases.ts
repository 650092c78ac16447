import { inspect } from 'node:util';
import { deepFreeze, recordingFetch } from '../app-values.ts';
import { describeError } from '../describe-value.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { chatBody, streamBody } from './chat-bodies.ts';
import { chatRecord, streamRecord } from './chat-records.ts';
import { cloneSkipReason, type OpenaiApp, type OpenaiContext, openaiCase } from './openai-case.ts';
import type { CallOptions, OpenaiClient } from './openai-client.ts';

/** The client itself, its clones and subclasses, and the parameters and functions that the app hands over. */
export const installationCases: readonly ProviderCase<OpenaiContext>[] = [
  openaiCase({
    name: 'leaves the client an instance of its class that looks as it did',
    async act({ client, context }) {
      const { fetch } = client;
      return {
        instance: client instanceof context.Client,
        class: client.constructor.name,
        keys: Object.keys(client),
        inspected: inspect(client, { depth: 3 }),
        fetch: [inspect(fetch), fetch.name, fetch.length, Object.keys(fetch), typeof fetch.prototype],
        maxRetries: client.maxRetries,
        baseURL: client.baseURL,
      };
    },
    records: [],
  }),
  openaiCase({
    name: 'gives back the client that it was given, also when it is installed twice',
    async act({ client, track }) {
      const again = track(client);
      return { same: again === client, answer: await again.chat.completions.create(chatBody) };
    },
    records: [chatRecord],
  }),
  openaiCase({
    name: 'calls the fetch of the app with the arguments, and the this, that it always got',
    async act(app) {
      const calls: unknown[] = [];
      const client = app.createClient({ fetch: recordingFetch(calls) });
      const answers = [
        await client.chat.completions.create(chatBody),
        await collect(await client.chat.completions.create(streamBody)),
      ];
      return { answers, calls };
    },
    records: (context) => [chatRecord, streamRecord(context)],
  }),
  openaiCase({
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
  openaiCase({
    name: 'counts only the tracked one of two clients that share a fetch',
    async act(app) {
      const fetch = recordingFetch([]);
      const tracked = app.createClient({ fetch });
      const untracked = app.context.createClient(app.server, { fetch });
      return [await tracked.chat.completions.create(chatBody), await untracked.chat.completions.create(chatBody)];
    },
    records: [chatRecord],
  }),
  openaiCase({
    name: 'counts each of two tracked clients that share a fetch once',
    async act(app) {
      const fetch = recordingFetch([]);
      const clients = [app.createClient({ fetch }), app.createClient({ fetch })];
      return Promise.all(
        clients.map((client) =>
          client.chat.completions.create({ ...chatBody, user: 'same' }).then((answer) => answer['usage']),
        ),
      );
    },
    records: [chatRecord, chatRecord],
  }),
  openaiCase({
    name: 'tracks clones made by withOptions(), and their clones',
    skipReason: cloneSkipReason,
    async act({ client, context }) {
      if (context.refusesClones === true) return thrownBy(() => client.withOptions?.({ maxRetries: 0 }));
      const clone = client.withOptions?.({ maxRetries: 0 });
      const second = clone?.withOptions?.({ timeout: 20_000 });
      if (clone === undefined || second === undefined) throw new Error('The client has no withOptions().');
      return {
        instance: [clone instanceof context.Client, clone === client, second.maxRetries],
        keys: Object.keys(clone),
        fetch: [inspect(clone.fetch), clone.fetch.length],
        answers: [
          await clone.chat.completions.create(chatBody),
          await collect(await second.chat.completions.create(streamBody)),
        ],
      };
    },
    records: (context) => (context.refusesClones === true ? [] : [chatRecord, streamRecord(context)]),
  }),
  openaiCase({
    name: 'shows a prepareOptions of a subclass the options that it always saw',
    async act(app) {
      const seen: unknown[] = [];
      const client = app.track(
        subclass(app, (options) => seen.push([Reflect.ownKeys(options), options['fetchOptions'], options['body']])),
      );
      await client.chat.completions.create(chatBody);
      await client.embeddings.create({ model: 'text-embedding-3-small', input: 'one' });
      return seen;
    },
    records: [chatRecord, { operation: 'embeddings', promptTokens: 120 }],
  }),
  openaiCase({
    name: 'counts the calls of a subclass that sets fetchOptions and headers itself',
    async act(app) {
      const change = (options: CallOptions): void => {
        options['fetchOptions'] = { keepalive: false };
        options['headers'] = { ...(options['headers'] as object), 'x-team': 'search' };
      };
      const client = app.track(subclass(app, change));
      return [
        await client.chat.completions.create(chatBody),
        await collect(await client.chat.completions.create(streamBody)),
      ];
    },
    records: (context) => [chatRecord, streamRecord(context)],
  }),
  openaiCase({
    name: 'sends the request options of the app',
    async act({ client }) {
      const options = {
        headers: { 'X-Team': 'search' },
        idempotencyKey: 'key-1',
        query: { trace: '1' },
        timeout: 9000,
        maxRetries: 1,
      };
      return [
        await client.chat.completions.create(chatBody, options),
        await collect(await client.chat.completions.create(streamBody, options)),
      ];
    },
    records: (context) => [chatRecord, streamRecord(context)],
  }),
  openaiCase({
    name: 'takes frozen parameters, changes none, and sends them again',
    skipReason: ({ provider, major }) =>
      provider === 'azure' && major < 5 ? 'this SDK writes its key into the headers of the app' : null,
    async act({ client }) {
      const body = deepFreeze({
        ...streamBody,
        stream_options: { include_obfuscation: true },
        metadata: { team: 'search' },
      });
      const options = deepFreeze({ headers: { 'x-team': 'search' } });
      const first = await collect(await client.chat.completions.create(body, options));
      const second = await collect(await client.chat.completions.create(body, options));
      return { first, second, body, options };
    },
    records: (context) => [streamRecord(context), streamRecord(context)],
  }),
  openaiCase({
    name: 'does not change parameters that the app goes on using',
    async act({ client }) {
      const body = { ...streamBody };
      await collect(await client.chat.completions.create(body));
      return body;
    },
    records: (context) => [streamRecord(context)],
  }),
  openaiCase({
    name: 'sends a body of 5 MB as it is',
    async act({ client }) {
      const messages = [{ role: 'user', content: 'é'.repeat(2_500_000) }];
      return (await client.chat.completions.create({ ...chatBody, messages }))['usage'];
    },
    records: [chatRecord],
  }),
];

function thrownBy(clone: () => unknown): unknown {
  try {
    return clone();
  } catch (error) {
    return describeError(error);
  }
}

function subclass(app: OpenaiApp, onOptions: (options: CallOptions) => void): OpenaiClient {
  const { Client } = app.context;
  class AppClient extends Client {
    protected async prepareOptions(options: CallOptions): Promise<void> {
      onOptions(options);
      // AzureOpenAI of version 4 sets its key here.
      await Reflect.get(Client.prototype, 'prepareOptions').call(this, options);
    }
  }
  return new AppClient({ ...app.context.reaching(app.server) });
}
