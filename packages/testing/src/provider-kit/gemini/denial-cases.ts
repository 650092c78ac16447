import assert from 'node:assert/strict';
import { createTracker, MemoryAdapter, type TrackingData } from '@llm-tracker/core';
import { startWireServer } from '../../wire-server/start-wire-server.ts';
import { assertDenied } from '../assert-denied.ts';
import { assertRecords } from '../expected-record.ts';
import { loopTurns } from '../loop-turns.ts';
import type { ProviderCase } from '../provider-case.ts';
import { kitUsage } from '../run-trial.ts';
import { callableWeather, contentBody } from './content-bodies.ts';
import { contentRecord } from './content-records.ts';
import type { GeminiContext } from './gemini-case.ts';
import type { GeminiClient } from './gemini-client.ts';

const calls: Readonly<Record<string, (client: GeminiClient) => Promise<unknown>>> = {
  'models.generateContent()': (client) => client.models.generateContent(contentBody),
  'models.generateContentStream()': (client) => client.models.generateContentStream(contentBody),
  'models.generateContent() with a tool of the SDK': (client) =>
    client.models.generateContent({ ...contentBody, config: { tools: [callableWeather([])] } }),
  'chat.sendMessage()': (client) => client.chats.create({ model: 'gemini-2.5-flash' }).sendMessage({ message: 'hi' }),
  'chat.sendMessageStream()': (client) =>
    client.chats.create({ model: 'gemini-2.5-flash' }).sendMessageStream({ message: 'hi' }),
  'models.embedContent()': (client) => client.models.embedContent({ model: 'gemini-embedding-001', contents: 'hi' }),
  'caches.create()': (client) => client.caches.create({ model: 'gemini-2.5-flash', config: { contents: 'hi' } }),
  'batches.create()': (client) => client.batches.create({ model: 'gemini-2.5-flash', src: 'files/questions' }),
};

/** A guard that denies: the app is told at once, by the guard's own error, and nothing is sent. */
export const denialCases: readonly ProviderCase<GeminiContext>[] = [
  ...Object.entries(calls).map(([how, call]) => ({
    name: `denies ${how} at once, with nothing sent`,
    skipReason: () => null,
    run: (context: GeminiContext) => assertDenied(context, { call }),
  })),
  {
    name: 'denies a call of a client with retries once',
    skipReason: () => null,
    run: (context) =>
      assertDenied(
        {
          ...context,
          createClient: (server, options) =>
            context.createClient(server, { ...options, httpOptions: { retryOptions: { attempts: 3 } } }),
        },
        { call: (client) => client.models.generateContent(contentBody) },
      ),
  },
  {
    name: 'asks a guard once for a call of two attempts, and tells it the record',
    skipReason: () => null,
    async run(context) {
      await using server = await startWireServer();
      server.always({ usage: kitUsage });
      server.next({ status: 500 });
      const settled: (TrackingData | null)[] = [];
      let asked = 0;
      const database = new MemoryAdapter();
      await using tracker = createTracker({ projectName: 'provider-kit', database, onEvent: () => {} });
      await tracker.connect();
      tracker.use({
        name: 'kit-guard',
        install: (host) =>
          host.guardCalls(async () => {
            asked += 1;
            await loopTurns(3);
            return (record) => void settled.push(record);
          }),
      });
      const retryOptions = { attempts: 2, initialDelay: 0.001 };
      const client = context.install(tracker, context.createClient(server, { httpOptions: { retryOptions } }));
      await client.models.generateContent(contentBody);
      await tracker.flush();
      assert.equal(asked, 1);
      assert.equal(server.requests.length, 2);
      assert.equal(settled.length, 1);
      assertRecords(await tracker.listCalls(), [{ ...contentRecord, attempts: 2 }]);
    },
  },
];
