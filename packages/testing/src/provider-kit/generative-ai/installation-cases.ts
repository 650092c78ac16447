import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { createTracker, MemoryAdapter, type TrackerEvent } from '@llm-tracker/core';
import { startWireServer } from '../../wire-server/start-wire-server.ts';
import { deepFreeze } from '../app-values.ts';
import { assertDenied } from '../assert-denied.ts';
import type { ProviderCase } from '../provider-case.ts';
import { type GenerativeAiContext, generativeAiCase, modelOf } from './generative-ai-case.ts';
import type { GenerativeAiClient, GenerativeModel } from './generative-ai-client.ts';
import { contentRecord } from './generative-ai-records.ts';

const question = 'What is the answer?';
const calls: Readonly<Record<string, (model: GenerativeModel) => Promise<unknown>>> = {
  'generateContent()': (model) => model.generateContent('hi'),
  'generateContentStream()': (model) => model.generateContentStream('hi'),
  'embedContent()': (model) => model.embedContent('hi'),
  'chat.sendMessage()': (model) => model.startChat().sendMessage('hi'),
  'chat.sendMessageStream()': (model) => model.startChat().sendMessageStream('hi'),
};

/** The client and its models, what the app hands over, and guards. */
export const installationCases: readonly ProviderCase<GenerativeAiContext>[] = [
  generativeAiCase({
    name: 'leaves client, models and chats as they were to look at',
    async act(app) {
      const model = modelOf(app);
      const chat = model.startChat();
      const { generateContent } = model;
      return {
        instance: app.client instanceof app.context.Client,
        // Promises of a chat have numbers of their own on some versions of Node.js.
        inspected: [inspect(app.client), inspect(model, { depth: 3 }), inspect(chat, { depth: 0 })],
        keys: [app.client, model, chat].map((object) => Object.keys(object)),
        method: [inspect(generateContent), generateContent.length],
      };
    },
    records: [],
  }),
  generativeAiCase({
    name: 'gives back the client that it was given, also when it is installed twice',
    async act(app) {
      const again = app.track(app.client);
      return { same: again === app.client, result: await modelOf(app).generateContent(question) };
    },
    records: [contentRecord],
  }),
  {
    name: 'tells a second tracker that the client is tracked, and counts for the first alone',
    skipReason: () => null,
    async run(context) {
      await using server = await startWireServer();
      const events: TrackerEvent[] = [];
      const onEvent = (event: TrackerEvent): void => void events.push(event);
      await using first = createTracker({ projectName: 'first', database: new MemoryAdapter(), onEvent });
      await using second = createTracker({ projectName: 'second', database: new MemoryAdapter(), onEvent });
      await Promise.all([first.connect(), second.connect()]);
      const client = context.createClient(server, {});
      for (const tracker of [first, second]) assert.equal(context.install(tracker, client), client);
      await client.getGenerativeModel({ model: 'gemini-flash-latest' }, { baseUrl: server.url }).generateContent('hi');
      assert.equal((await first.listCalls()).length, 1);
      assert.equal((await second.listCalls()).length, 0);
      assert.ok(events.some((event) => event.type === 'gemini:already_tracked'));
    },
  },
  generativeAiCase({
    name: 'counts models made from cached content',
    act: (app) =>
      app.client
        .getGenerativeModelFromCachedContent(
          { name: 'cachedContents/1', model: 'models/gemini-flash-latest', contents: [] },
          {},
          { baseUrl: app.server.url },
        )
        .generateContent(question),
    records: [contentRecord],
  }),
  generativeAiCase({
    name: 'gives the same error for a model without a name',
    async act(app) {
      try {
        return app.client.getGenerativeModel({});
      } catch (error) {
        return (error as Error).message;
      }
    },
    records: [],
  }),
  generativeAiCase({
    name: 'takes frozen parameters, changes none, and sends them again',
    async act(app) {
      const request = deepFreeze({ contents: [{ role: 'user', parts: [{ text: question }] }] });
      const options = deepFreeze({ timeout: 9000, customHeaders: { 'x-team': 'search' } });
      const model = modelOf(app);
      return [await model.generateContent(request, options), await model.generateContent(request, options), request];
    },
    records: [contentRecord, contentRecord],
  }),
  ...Object.entries(calls).map(([how, call]) => ({
    name: `denies ${how} at once, with nothing sent`,
    skipReason: () => null,
    run: (context: GenerativeAiContext) =>
      assertDenied(context, {
        call: (client: GenerativeAiClient) =>
          call(client.getGenerativeModel({ model: 'gemini-flash-latest' }, { baseUrl: 'http://127.0.0.1:9' })),
      }),
  })),
];
