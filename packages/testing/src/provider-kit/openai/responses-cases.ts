import assert from 'node:assert/strict';
import { createTracker, MemoryAdapter } from '@llm-tracker/core';
import { startWireServer } from '../../wire-server/start-wire-server.ts';
import type { ExpectedRecord } from '../expected-record.ts';
import { assertRecords } from '../expected-record.ts';
import { loopTurns } from '../loop-turns.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect, endOf, openStream } from '../read-stream.ts';
import { kitUsage } from '../run-trial.ts';
import { chatRecord, leftRecord } from './chat-records.ts';
import { logEvents } from './log-events.ts';
import { type OpenaiContext, openaiCase } from './openai-case.ts';

const body = { model: 'gpt-4o-mini', input: 'What is the answer?' };
const backgroundBody = { ...body, background: true };
const none: AsyncIterable<never> = { async *[Symbol.asyncIterator]() {} };
const record: ExpectedRecord = { ...chatRecord, operation: 'responses', responseId: /^resp_/ };

const responseEvents = [
  'event',
  'response.created',
  'response.in_progress',
  'response.output_item.added',
  'response.output_text.delta',
  'response.output_text.done',
  'response.output_item.done',
  'response.completed',
  'error',
  'abort',
  'end',
];

/** The Responses API: plain, streamed, by its helpers, and in the background. */
export const responsesCases: readonly ProviderCase<OpenaiContext>[] = [
  openaiCase({
    name: 'gives the same Response object, its output_text included',
    act: ({ client }) => client.responses.create(body),
    records: [record],
  }),
  openaiCase({
    name: 'gives the same events of a streamed Response',
    act: async ({ client }) => collect(await client.responses.create({ ...body, stream: true })),
    records: [{ ...record, streamed: true }],
  }),
  openaiCase({
    name: 'gives the same events and final Response from responses.stream()',
    async act({ client }) {
      const stream = client.responses.stream(body);
      const events = logEvents(stream, responseEvents);
      return { final: await stream.finalResponse(), events };
    },
    records: [{ ...record, streamed: true }],
  }),
  openaiCase({
    name: 'closes the connection when the app breaks out of a streamed Response',
    async act({ client, server }) {
      const stream = await openStream(client.responses.create({ ...body, stream: true }), server);
      const seen: unknown[] = [];
      for await (const event of stream) {
        seen.push(event);
        if (seen.length === 2) break;
      }
      return { seen, end: await endOf(server) };
    },
    records: [{ ...leftRecord, operation: 'responses', responseId: /^resp_/ }],
  }),
  openaiCase({
    name: 'does not count a stored Response that is read again, whole or as a stream',
    skipReason: (context) => (context.major < 5 ? 'this SDK cannot resume a Response' : null),
    async act({ client }) {
      const stream = client.responses.stream({ response_id: 'resp_stored' });
      return { final: await stream.finalResponse(), again: await client.responses.retrieve('resp_stored') };
    },
    records: [],
  }),
  openaiCase({
    name: 'parses the structured output of a Response, for one request',
    act: ({ client, context }) =>
      client.responses.parse({ ...body, text: { format: context.zodFormats?.response ?? textFormat } }),
    records: [record],
  }),
  openaiCase({
    name: 'counts a background Response once, however often it is polled',
    async act({ client }) {
      const created = await client.responses.create(backgroundBody);
      const polls: unknown[] = [];
      for (let poll = 0; poll < 4; poll += 1) polls.push(await client.responses.retrieve(String(created['id'])));
      return { created, polls };
    },
    records: [backgroundRecord()],
  }),
  openaiCase({
    name: 'counts a Response of the beta, plain and streamed',
    needs: 'beta.responses',
    act: async ({ client }) => [
      await client.beta.responses?.create(body),
      await collect((await client.beta.responses?.create({ ...body, stream: true })) ?? none),
    ],
    records: [record, { ...record, streamed: true }],
  }),
  openaiCase({
    name: 'counts a compacted Response',
    needs: 'responses.compact',
    act: ({ client }) => client.responses.compact({ ...body, previous_response_id: 'resp_1' }),
    records: [{ ...record, model: 'gpt-4o-mini', serviceTier: null }],
  }),
  openaiCase({
    name: 'counts a background Response whose stream is left and resumed once',
    skipReason: (context) => (context.major < 5 ? 'this SDK cannot resume a Response' : null),
    async act({ client }) {
      const seen: unknown[] = [];
      let id = '';
      for await (const event of await client.responses.create({ ...backgroundBody, stream: true })) {
        seen.push(event);
        id = String((event['response'] as { id?: unknown } | undefined)?.id ?? id);
        if (seen.length === 3) break;
      }
      const resumed = await client.responses.retrieve(id, { stream: true, starting_after: 2 });
      for await (const event of resumed as unknown as AsyncIterable<unknown>) seen.push(event);
      return { seen, final: await client.responses.retrieve(id) };
    },
    records: [backgroundRecord()],
  }),
  openaiCase({
    name: 'keeps a background Response that nobody polls as pending, with no cost',
    act: ({ client }) => client.responses.create(backgroundBody),
    records: [
      {
        operation: 'responses',
        revision: 0,
        success: true,
        usageSource: 'pending',
        totalTokens: null,
        costUsdExact: null,
      },
    ],
  }),
  openaiCase({
    name: 'keeps one row of a background Response that is cancelled',
    async act({ client }) {
      const created = await client.responses.create(backgroundBody);
      return [created, await client.responses.cancel(String(created['id']))];
    },
    records: [{ operation: 'responses', responseId: /^resp_/, totalTokens: null, costUsdExact: null }],
  }),
  {
    name: 'stores a background Response once that one process creates and another polls',
    skipReason: () => null,
    async run(context) {
      await using server = await startWireServer();
      server.always({ usage: kitUsage });
      const database = new MemoryAdapter();
      const trackers = [0, 1].map(() => createTracker({ projectName: 'provider-kit', database, onEvent: () => {} }));
      for (const tracker of trackers) await tracker.connect();
      const clients = trackers.map((tracker) => context.install(tracker, context.createClient(server, {})));
      const [creator, poller] = clients;
      assert.ok(creator !== undefined && poller !== undefined);
      const { id } = await creator.responses.create(backgroundBody);
      for (const client of [poller, creator, poller, poller, creator]) await client.responses.retrieve(String(id));
      await loopTurns(20);
      for (const tracker of trackers) await tracker.flush();
      assertRecords((await trackers[0]?.listCalls()) ?? [], [backgroundRecord()]);
      for (const tracker of trackers) await tracker.disconnect();
    },
  },
];

const textFormat = {
  type: 'json_schema',
  name: 'answer',
  strict: true,
  schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
};

function backgroundRecord(): ExpectedRecord {
  const {
    operation,
    model,
    responseId,
    success,
    usageSource,
    promptTokens,
    completionTokens,
    totalTokens,
    reasoningTokens,
  } = record;
  return {
    operation,
    model,
    responseId,
    success,
    usageSource,
    promptTokens,
    completionTokens,
    totalTokens,
    reasoningTokens,
  } as ExpectedRecord;
}
