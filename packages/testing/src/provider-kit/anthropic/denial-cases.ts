import assert from 'node:assert/strict';
import { createTracker, MemoryAdapter, type TrackingData } from '@llm-tracker/core';
import { startWireServer } from '../../wire-server/start-wire-server.ts';
import { assertDenied } from '../assert-denied.ts';
import { assertRecords } from '../expected-record.ts';
import { loopTurns } from '../loop-turns.ts';
import type { ProviderCase } from '../provider-case.ts';
import { kitUsage } from '../run-trial.ts';
import { type AnthropicContext, skipBefore } from './anthropic-case.ts';
import type { AnthropicClient } from './anthropic-client.ts';
import { messageBody, outputConfig, runnableTool, streamBody } from './message-bodies.ts';
import { messageRecord } from './message-records.ts';

interface Denied {
  call(client: AnthropicClient): Promise<unknown>;
  skipReason?(context: AnthropicContext): string | null;
  isWrapped?: boolean;
}

const calls: Readonly<Record<string, Denied>> = {
  'messages.create()': { call: (client) => client.messages.create(messageBody) },
  'a streamed messages.create()': { call: (client) => client.messages.create(streamBody) },
  'beta.messages.create()': { call: (client) => client.beta.messages.create(messageBody) },
  'create().withResponse()': { call: (client) => client.messages.create(messageBody).withResponse() },
  'create().asResponse()': { call: (client) => client.messages.create(messageBody).asResponse() },
  // It wraps what is not an error of the SDK, and names it as the cause.
  'messages.stream()': { call: (client) => client.messages.stream(messageBody).finalMessage(), isWrapped: true },
  'messages.parse()': {
    call: async (client) => client.messages.parse?.({ ...messageBody, output_config: outputConfig }),
    skipReason: skipBefore('0.80', 'messages.parse()'),
  },
  'beta.messages.toolRunner()': {
    call: async (client) => client.beta.messages.toolRunner?.({ ...messageBody, tools: [runnableTool()] }),
    skipReason: skipBefore('0.63', 'tool runner'),
  },
  'client.post()': { call: (client) => client.post('/v1/messages', { body: messageBody }) },
};

/** A guard that denies: the app is told at once, by the guard's own error, and nothing is sent. */
export const denialCases: readonly ProviderCase<AnthropicContext>[] = [
  ...Object.entries(calls).map(([how, { call, skipReason, isWrapped }]) => ({
    name: `denies ${how} at once, with nothing sent`,
    skipReason: (context: AnthropicContext) => skipReason?.(context) ?? null,
    run: (context: AnthropicContext) => assertDenied(context, { call, isWrapped }),
  })),
  {
    name: 'denies at once in words that a client may take for a timeout',
    skipReason: () => null,
    run: (context) =>
      assertDenied(context, {
        message: 'The budget service timed out.',
        call: (client) => client.messages.create(messageBody),
      }),
  },
  {
    name: 'denies the calls of a clone made by withOptions()',
    skipReason: () => null,
    run: (context) =>
      assertDenied(context, {
        choose: (client) => client.withOptions({ timeout: 5000 }),
        call: (client) => client.messages.create(messageBody),
      }),
  },
  {
    name: 'asks a guard once for a call of three attempts, and tells it the record',
    skipReason: () => null,
    async run(context) {
      await using server = await startWireServer();
      server.always({ usage: kitUsage });
      const failing = { status: 529, headers: { 'retry-after-ms': '1' } };
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
      await client.messages.create(messageBody);
      await tracker.flush();
      assert.equal(asked, 1);
      assert.equal(server.requests.length, 3);
      assert.equal(settled.length, 1);
      assertRecords(await tracker.listCalls(), [{ ...messageRecord, attempts: 3 }]);
    },
  },
];
