import assert from 'node:assert/strict';
import { createTracker, MemoryAdapter, type TrackingData } from '@llm-tracker/core';
import { startWireServer } from '../../wire-server/start-wire-server.ts';
import { assertDenied } from '../assert-denied.ts';
import { assertRecords } from '../expected-record.ts';
import { loopTurns } from '../loop-turns.ts';
import type { ProviderCase } from '../provider-case.ts';
import { kitUsage } from '../run-trial.ts';
import { chatBody, streamBody, weatherTool } from './chat-bodies.ts';
import { chatRecord } from './chat-records.ts';
import { cloneSkipReason, type OpenaiContext, skipWithout } from './openai-case.ts';
import { chatHelpers, type OpenaiClient } from './openai-client.ts';

const calls: Readonly<Record<string, (client: OpenaiClient, context: OpenaiContext) => Promise<unknown>>> = {
  'chat.completions.create()': (client) => client.chat.completions.create(chatBody),
  'a streamed chat.completions.create()': (client) => client.chat.completions.create(streamBody),
  'create().withResponse()': (client) => client.chat.completions.create(chatBody).withResponse(),
  'create().asResponse()': (client) => client.chat.completions.create(chatBody).asResponse(),
  'chat.completions.stream()': (client) => chatHelpers(client).stream(chatBody).finalChatCompletion(),
  'chat.completions.parse()': (client) => chatHelpers(client).parse(chatBody),
  'chat.completions.runTools()': (client) =>
    chatHelpers(client)
      .runTools({ ...chatBody, tools: [runnable()] })
      .finalContent(),
  'responses.create()': (client) => client.responses.create({ model: 'gpt-4o-mini', input: 'hi' }),
  'responses.stream()': (client) => client.responses.stream({ model: 'gpt-4o-mini', input: 'hi' }).finalResponse(),
  'embeddings.create()': (client) => client.embeddings.create({ model: 'text-embedding-3-small', input: 'hi' }),
  'client.post()': (client, { pathPrefix = '' }) => client.post(`${pathPrefix}/chat/completions`, { body: chatBody }),
};

const helpers = ['chat.completions.stream', 'beta.chat'];
const needs: Readonly<Record<string, string | readonly string[]>> = {
  'chat.completions.stream()': helpers,
  'chat.completions.parse()': helpers,
  'chat.completions.runTools()': helpers,
  'responses.create()': 'responses',
  'responses.stream()': 'responses',
};

/** These wrap what is not an error of the SDK, and name it as the cause. */
const wrapping = new Set(['chat.completions.stream()', 'chat.completions.runTools()', 'responses.stream()']);

/** A guard that denies: the app is told at once, by the guard's own error, and nothing is sent. */
export const denialCases: readonly ProviderCase<OpenaiContext>[] = [
  ...Object.entries(calls).map(([how, call]) => ({
    name: `denies ${how} at once, with nothing sent`,
    skipReason: (context: OpenaiContext) => skipWithout(needs[how], context),
    run: (context: OpenaiContext) =>
      assertDenied(context, { call: (client) => call(client, context), isWrapped: wrapping.has(how) }),
  })),
  {
    name: 'denies the calls of a clone made by withOptions()',
    skipReason: (context) => cloneSkipReason(context) ?? (context.refusesClones ? 'withOptions() throws' : null),
    run: (context) =>
      assertDenied(context, {
        choose: (client) => client.withOptions?.({ timeout: 5000 }) ?? client,
        call: (client) => client.chat.completions.create(chatBody),
      }),
  },
  {
    name: 'asks a guard once for a call of three attempts, and tells it the record',
    skipReason: () => null,
    async run(context) {
      await using server = await startWireServer();
      server.always({ usage: kitUsage });
      const failing = { status: 500, headers: { 'retry-after-ms': '1' } };
      server.next(failing, failing);
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
      const client = context.install(tracker, context.createClient(server, {}));
      await client.chat.completions.create(chatBody);
      await tracker.flush();
      assert.equal(asked, 1);
      assert.equal(server.requests.length, 3);
      assert.equal(settled.length, 1);
      assertRecords(await tracker.listCalls(), [{ ...chatRecord, attempts: 3 }]);
    },
  },
];

function runnable(): unknown {
  return { ...weatherTool, function: { ...weatherTool.function, parse: JSON.parse, function: () => 'warm' } };
}
