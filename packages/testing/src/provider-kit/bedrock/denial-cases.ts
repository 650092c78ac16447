import assert from 'node:assert/strict';
import { createTracker, MemoryAdapter, type TrackingData } from '@llm-tracker/core';
import { startWireServer } from '../../wire-server/start-wire-server.ts';
import { assertDenied } from '../assert-denied.ts';
import { assertRecords } from '../expected-record.ts';
import { loopTurns } from '../loop-turns.ts';
import type { ProviderCase } from '../provider-case.ts';
import { kitUsage } from '../run-trial.ts';
import { type BedrockContext, command, retryAtOnce } from './bedrock-case.ts';
import type { BedrockRuntime } from './bedrock-client.ts';
import { converseInput } from './converse-bodies.ts';
import { converseRecord } from './converse-records.ts';

type Call = (client: BedrockRuntime, context: BedrockContext) => Promise<unknown>;

const calls: Readonly<Record<string, Call>> = {
  'send(command)': (client, context) => client.send(command(context, 'Converse', converseInput)),
  'send(command, options)': (client, context) => client.send(command(context, 'Converse', converseInput), {}),
  'send(command, callback)': (client, context) =>
    new Promise((resolve, reject) => {
      client.send(command(context, 'Converse', converseInput), (error, output) =>
        output === undefined ? reject(error) : resolve(output),
      );
    }),
  'converse()': (client) => client.converse(converseInput),
  'converseStream()': (client) => client.converseStream(converseInput),
  'invokeModel()': (client) => client.invokeModel({ modelId: 'amazon.nova-lite-v1:0', body: '{}' }),
  'invokeModelWithResponseStream()': (client) =>
    client.invokeModelWithResponseStream({ modelId: 'amazon.nova-lite-v1:0', body: '{}' }),
  'applyGuardrail()': (client) =>
    client.applyGuardrail({ guardrailIdentifier: 'gr-1', guardrailVersion: '1', source: 'INPUT', content: [] }),
};

/** A guard that denies: the app is told at once, by the guard's own error, and nothing is sent. */
export const denialCases: readonly ProviderCase<BedrockContext>[] = [
  ...Object.entries(calls).map(
    ([how, call]): ProviderCase<BedrockContext> => ({
      name: `denies ${how} at once, with nothing sent`,
      skipReason: () => null,
      run: (context) => assertDenied(context, { call: (client) => call(client, context) }),
    }),
  ),
  {
    name: 'asks a guard once for a call of three attempts, and tells it the record',
    skipReason: () => null,
    async run(context) {
      await using server = await startWireServer();
      server.always({ usage: kitUsage });
      server.next({ status: 500 }, { status: 500 });
      const settled: (TrackingData | null)[] = [];
      let asked = 0;
      await using tracker = createTracker({
        projectName: 'provider-kit',
        database: new MemoryAdapter(),
        onEvent: () => {},
      });
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
      const client = context.install(tracker, context.createClient(server, { retryStrategy: retryAtOnce(3) }));
      await client.converse(converseInput);
      await tracker.flush();
      assert.equal(asked, 1);
      assert.equal(server.requests.length, 3);
      assert.equal(settled.length, 1);
      assertRecords(await tracker.listCalls(), [{ ...converseRecord, attempts: 3 }]);
    },
  },
];
