import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { createTracker, MemoryAdapter, type TrackerEvent } from '@llm-tracker/core';
import { startWireServer } from '../../wire-server/start-wire-server.ts';
import { deepFreeze, recordingFetch } from '../app-values.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { contentBody } from './content-bodies.ts';
import { contentRecord, streamRecord } from './content-records.ts';
import { type GeminiContext, geminiCase, sinceMajor } from './gemini-case.ts';

/** The client itself, and the parameters and functions that the app hands over. */
export const installationCases: readonly ProviderCase<GeminiContext>[] = [
  geminiCase({
    name: 'leaves the client an instance of its class that looks as it did',
    async act({ client, context }) {
      const { apiClient } = client;
      const apiCall: unknown = Reflect.get(apiClient, 'apiCall');
      return {
        instance: client instanceof context.Client,
        class: client.constructor.name,
        keys: [Object.keys(client), Object.keys(apiClient)],
        inspected: inspect(client, { depth: 3 }),
        apiCall: [inspect(apiCall), Reflect.get(apiCall as object, 'length')],
      };
    },
    records: [],
  }),
  geminiCase({
    name: 'gives back the client that it was given, also when it is installed twice',
    async act({ client, track }) {
      const again = track(client);
      return { same: again === client, answer: await again.models.generateContent(contentBody) };
    },
    records: [contentRecord],
  }),
  {
    name: 'tells a second tracker that the client is tracked, and counts for the first alone',
    skipReason: () => null,
    async run(context) {
      await using server = await startWireServer();
      const events: TrackerEvent[] = [];
      const trackers = [1, 2].map((number) =>
        createTracker({
          projectName: `tracker-${number}`,
          database: new MemoryAdapter(),
          onEvent: (event) => events.push(event),
        }),
      );
      const client = context.createClient(server, {});
      for (const tracker of trackers) {
        await tracker.connect();
        assert.equal(context.install(tracker, client), client);
      }
      await client.models.generateContent(contentBody);
      const counts = await Promise.all(trackers.map(async (tracker) => (await tracker.listCalls()).length));
      for (const tracker of trackers) await tracker.disconnect();
      assert.deepEqual(counts, [1, 0]);
      const told = events.filter((event) => event.type.endsWith(':already_tracked'));
      assert.deepEqual(
        told.map((event) => event.type),
        ['gemini:already_tracked'],
      );
    },
  },
  geminiCase({
    name: 'counts only the tracked one of two clients',
    async act({ client, context, server }) {
      const untracked = context.createClient(server, {});
      return [await client.models.generateContent(contentBody), await untracked.models.generateContent(contentBody)];
    },
    records: [contentRecord],
  }),
  geminiCase({
    name: 'counts the calls of a subclass and of what was taken from the client before',
    async act(app) {
      class AppClient extends app.context.Client {}
      const client = new AppClient(app.context.reaching(app.server, {}));
      const { models } = client;
      const chat = client.chats.create({ model: 'gemini-flash-latest' });
      app.track(client);
      return [await models.generateContent(contentBody), await chat.sendMessage({ message: 'What is the answer?' })];
    },
    records: [contentRecord, contentRecord],
  }),
  geminiCase({
    name: 'calls the fetch of the app with the arguments, and the this, that it always got',
    skipReason: sinceMajor(2),
    async act(app) {
      const calls: unknown[] = [];
      const client = app.createClient({
        httpOptions: { fetch: recordingFetch(calls), retryOptions: { attempts: 2, initialDelay: 0.001 } },
      });
      app.server.next({}, { status: 500 });
      const answers = [
        await client.models.generateContent(contentBody),
        await collect(await client.models.generateContentStream(contentBody)),
      ];
      return { answers, calls };
    },
    records: [contentRecord, { ...streamRecord, attempts: 2 }],
  }),
  geminiCase({
    name: 'sends the request options of the app',
    async act({ client }) {
      const config = {
        temperature: 0.5,
        systemInstruction: 'Be brief.',
        httpOptions: { headers: { 'X-Team': 'search' }, timeout: 9000, extraBody: { labels: { team: 'search' } } },
      };
      return [
        await client.models.generateContent({ ...contentBody, config }),
        await collect(await client.models.generateContentStream({ ...contentBody, config })),
      ];
    },
    records: [contentRecord, streamRecord],
  }),
  geminiCase({
    name: 'takes frozen parameters, changes none, and sends them again',
    async act({ client }) {
      const body = deepFreeze({ ...contentBody, config: { temperature: 0.5, stopSequences: ['.'] } });
      const first = await client.models.generateContent(body);
      const second = await collect(await client.models.generateContentStream(body));
      return { first, second, body };
    },
    records: [contentRecord, streamRecord],
  }),
  geminiCase({
    name: 'sends a body of 5 MB as it is',
    async act({ client }) {
      const answer = await client.models.generateContent({ ...contentBody, contents: 'é'.repeat(2_500_000) });
      return answer['usageMetadata'];
    },
    records: [contentRecord],
  }),
];
