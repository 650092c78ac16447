import type { JsonObject } from '../../wire-server/wire-format.ts';
import type { WireScenario } from '../../wire-server/wire-scenario.ts';
import { describeError } from '../describe-value.ts';
import type { ExpectedRecord } from '../expected-record.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collectUntilError } from '../read-stream.ts';
import { type AnthropicContext, anthropicCase } from './anthropic-case.ts';
import { messageBody, streamBody } from './message-bodies.ts';
import { streamRecord } from './message-records.ts';

const withUsage = (usage: unknown): WireScenario => ({ rewrite: (data) => ({ ...(data as JsonObject), usage }) });
const unknownTokens: ExpectedRecord = {
  promptTokens: null,
  completionTokens: null,
  totalTokens: null,
  costUsdExact: null,
};

/** Bodies that no vendor should send. The app sees what a bare client gives it; the row says what is known. */
const answers: Readonly<Record<string, { scenario: WireScenario; record: ExpectedRecord }>> = {
  'usage of null': { scenario: withUsage(null), record: { ...unknownTokens, usageSource: 'none' } },
  'no usage': { scenario: withUsage(undefined), record: { ...unknownTokens, usageSource: 'none' } },
  'usage that is text': { scenario: withUsage('many'), record: { ...unknownTokens, usageSource: 'none' } },
  'usage that is a list': { scenario: withUsage([1, 2]), record: { ...unknownTokens, usageSource: 'none' } },
  'counts that are text': {
    scenario: withUsage({ input_tokens: '120', output_tokens: {} }),
    record: { costUsdExact: null },
  },
  'negative counts': {
    scenario: withUsage({ input_tokens: -5, output_tokens: 3 }),
    record: { costStatus: 'invalid', costUsdExact: null },
  },
  'counts with a fraction': {
    scenario: withUsage({ input_tokens: 1.5, output_tokens: 3 }),
    record: { costStatus: 'invalid', costUsdExact: null },
  },
  'more thinking than output': {
    scenario: withUsage({ input_tokens: 5, output_tokens: 3, output_tokens_details: { thinking_tokens: 50 } }),
    record: { costStatus: 'invalid', costUsdExact: null },
  },
  'a list of broken iterations': {
    scenario: withUsage({ input_tokens: 5, output_tokens: 3, iterations: [null, 7, { type: {} }, []] }),
    record: { promptTokens: 5, completionTokens: 3 },
  },
  'JSON that ends in the middle': {
    scenario: { body: '{"id":"msg_1","content":[{"te' },
    record: { costUsdExact: null },
  },
  'an empty body': { scenario: { body: '' }, record: unknownTokens },
  'JSON that is a list': { scenario: { body: '[1,2]' }, record: unknownTokens },
  'JSON null': { scenario: { body: 'null' }, record: unknownTokens },
  'a page of HTML': {
    scenario: { body: '<html>Bad gateway</html>', headers: { 'content-type': 'text/html' } },
    record: unknownTokens,
  },
  'a text of 10 MB': {
    scenario: { text: 'x'.repeat(10_000_000) },
    record: { promptTokens: 120, completionTokens: 30 },
  },
};

const eventText = (type: string, data: string): string => `event: ${type}\ndata: ${data}\n\n`;
const start = eventText(
  'message_start',
  '{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[],"usage":{"input_tokens":5,"output_tokens":1}}}',
);
const stop = eventText('message_stop', '{"type":"message_stop"}');
const deltaOf = (usage: string): string =>
  eventText('message_delta', `{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":${usage}}`);

const streams: Readonly<Record<string, WireScenario>> = {
  'a final usage that is text': { body: start + deltaOf('"many"') + stop },
  'a final usage of null': { body: start + deltaOf('null') + stop },
  'a final usage of negative counts': { body: start + deltaOf('{"output_tokens":-1}') + stop },
  'an event that is no JSON': { body: start + eventText('content_block_delta', '{"type":') + stop },
  'events without data': { body: `event: nothing\n\n${start}id: 7\n\nretry: 10\n\n${stop}` },
  'an empty stream': { body: '' },
  'only a stop': { body: stop },
  'events that are lists and numbers': {
    body: eventText('message_start', '[1]') + eventText('message_delta', '7') + stop,
  },
  'a byte order mark': { body: `\uFEFF${start}${stop}` },
  'bytes that are no UTF-8': {
    body: Buffer.concat([Buffer.from(start), Buffer.from([0x3a, 0xff, 0xfe, 0x0a, 0x0a]), Buffer.from(stop)]),
  },
  'events after the stop': { body: start + stop + start },
  'no stop': { body: start },
  'two starts': { body: start + start + stop },
};

/** Nothing in an answer may turn into an error of ours. */
export const hostileCases: readonly ProviderCase<AnthropicContext>[] = [
  ...Object.entries(answers).map(([what, { scenario, record }]) =>
    anthropicCase({
      name: `takes an answer with ${what}`,
      clientOptions: { maxRetries: 0 },
      async act({ client, server }) {
        server.next(scenario);
        return client.messages.create(messageBody).catch(describeError);
      },
      records: [{ operation: 'messages', attempts: 1, httpStatus: 200, ...record }],
    }),
  ),
  ...Object.entries(streams).map(([what, scenario]) =>
    anthropicCase({
      name: `takes a stream with ${what}`,
      async act({ client, server }) {
        server.next(scenario, scenario);
        return [
          await collectUntilError(await client.messages.create(streamBody)),
          await client.messages.stream(messageBody).finalMessage().catch(describeError),
        ];
      },
      records: [
        { operation: 'messages', attempts: 1, streamed: true },
        { operation: 'messages', attempts: 1, streamed: true },
      ],
    }),
  ),
  anthropicCase({
    name: 'takes a stream with a line of 10 MB',
    async act({ client, server }) {
      server.next({ text: 'x'.repeat(10_000_000) });
      return collectUntilError(await client.messages.create(streamBody));
    },
    records: [streamRecord],
  }),
];
