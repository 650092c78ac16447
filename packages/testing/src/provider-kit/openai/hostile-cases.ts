import type { JsonObject } from '../../wire-server/wire-format.ts';
import type { WireScenario } from '../../wire-server/wire-scenario.ts';
import { describeError } from '../describe-value.ts';
import type { ExpectedRecord } from '../expected-record.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collectUntilError } from '../read-stream.ts';
import { askingBody, chatBody, streamBody } from './chat-bodies.ts';
import { chatRecord, streamRecord } from './chat-records.ts';
import { type OpenaiContext, openaiCase } from './openai-case.ts';

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
    scenario: withUsage({ prompt_tokens: '120', completion_tokens: {} }),
    record: { costUsdExact: null },
  },
  'negative counts': {
    scenario: withUsage({ prompt_tokens: -5, completion_tokens: 3, total_tokens: -2 }),
    record: { costUsdExact: null },
  },
  'counts with a fraction': {
    scenario: withUsage({ prompt_tokens: 1.5, completion_tokens: 3, total_tokens: 4.5 }),
    record: { costUsdExact: null },
  },
  'more cached tokens than tokens': {
    scenario: withUsage({
      prompt_tokens: 5,
      completion_tokens: 3,
      total_tokens: 8,
      prompt_tokens_details: { cached_tokens: 50 },
    }),
    record: { costStatus: 'invalid', costUsdExact: null },
  },
  'JSON that ends in the middle': {
    scenario: { body: '{"id":"chatcmpl-1","choices":[{"mess' },
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

const eventText = (data: string): string => `data: ${data}\n\n`;
const chunk =
  '{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":"a"}}]}';

const streams: Readonly<Record<string, WireScenario>> = {
  'a usage chunk that is text': inUsageChunk('many'),
  'a usage chunk of negative counts': inUsageChunk({ prompt_tokens: -1, completion_tokens: -1, total_tokens: -2 }),
  'an event that is no JSON': { body: eventText(chunk) + eventText('{"id":') + eventText('[DONE]') },
  'events without data': { body: `event: nothing\n\n${eventText(chunk)}id: 7\n\nretry: 10\n\n${eventText('[DONE]')}` },
  'an empty stream': { body: '' },
  'only [DONE]': { body: eventText('[DONE]') },
  'chunks that are lists and numbers': { body: `${eventText('[1]')}${eventText('7')}${eventText('[DONE]')}` },
  'a byte order mark': { body: `\uFEFF${eventText(chunk)}${eventText('[DONE]')}` },
  'bytes that are no UTF-8': {
    body: Buffer.concat([
      Buffer.from(eventText(chunk)),
      Buffer.from([0x3a, 0xff, 0xfe, 0x0a, 0x0a]),
      Buffer.from(eventText('[DONE]')),
    ]),
  },
  'events after [DONE]': { body: eventText(chunk) + eventText('[DONE]') + eventText(chunk) },
};

/** Nothing in an answer may turn into an error of ours. */
export const hostileCases: readonly ProviderCase<OpenaiContext>[] = [
  ...Object.entries(answers).map(([what, { scenario, record }]) =>
    openaiCase({
      name: `takes an answer with ${what}`,
      clientOptions: { maxRetries: 0 },
      async act({ client, server }) {
        server.next(scenario);
        return client.chat.completions.create(chatBody).catch(describeError);
      },
      records: [{ operation: 'chat', attempts: 1, httpStatus: 200, ...record }],
    }),
  ),
  ...Object.entries(streams).flatMap(([what, scenario]) =>
    [streamBody, askingBody].map((body) =>
      openaiCase({
        name: `takes a stream with ${what}${body === askingBody ? ', asked for usage' : ''}`,
        async act({ client, server }) {
          server.next(scenario);
          return collectUntilError(await client.chat.completions.create(body));
        },
        records: [{ operation: 'chat', attempts: 1, streamed: true }],
      }),
    ),
  ),
  // The SDKs read events whatever a body calls itself.
  ...['text/plain', 'application/octet-stream', 'application/json'].flatMap((type) =>
    [streamBody, askingBody].map((body) =>
      openaiCase({
        name: `takes a stream that calls itself ${type}${body === askingBody ? ', asked for usage' : ''}`,
        async act({ client, server }) {
          server.next({ headers: { 'content-type': type } });
          return collectUntilError(await client.chat.completions.create(body));
        },
        records: (context) => [body === askingBody ? { ...chatRecord, streamed: true } : streamRecord(context)],
      }),
    ),
  ),
  openaiCase({
    name: 'takes JSON where a stream was asked for',
    async act({ client, server }) {
      const usage = { prompt_tokens: 120, completion_tokens: 30, total_tokens: 150 };
      const answer = {
        id: 'chatcmpl-1',
        model: 'gpt-4o-mini',
        choices: [{ index: 0, message: { content: 'a' } }],
        usage,
      };
      server.next({ body: JSON.stringify(answer), headers: { 'content-type': 'application/json' } });
      return collectUntilError(await client.chat.completions.create(streamBody));
    },
    records: [{ operation: 'chat', success: true, usageSource: 'reported', promptTokens: 120, completionTokens: 30 }],
  }),
  openaiCase({
    name: 'takes a stream with a line of 10 MB',
    async act({ client, server }) {
      server.next({ text: 'x'.repeat(10_000_000) });
      return collectUntilError(await client.chat.completions.create(streamBody));
    },
    records: (context) => [streamRecord(context)],
  }),
];

function inUsageChunk(usage: unknown): WireScenario {
  return {
    rewrite: (data) => {
      const chunk = data as JsonObject & { choices: unknown[] };
      return chunk.choices.length > 0 || !('usage' in chunk) ? data : { ...chunk, usage };
    },
  };
}
