import assert from 'node:assert/strict';
import type { JsonObject } from '../../wire-server/wire-format.ts';
import type { EventSpelling, WireScenario } from '../../wire-server/wire-scenario.ts';
import { describeError } from '../describe-value.ts';
import type { ExpectedRecord } from '../expected-record.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { askingBody, chatBody, streamBody } from './chat-bodies.ts';
import { chatRecord, noTokens, streamRecord } from './chat-records.ts';
import { type OpenaiContext, openaiCase } from './openai-case.ts';

const spellings: Readonly<Record<string, EventSpelling>> = {
  'with LF': {},
  'with CR only': { lineEnd: '\r' },
  'with CRLF': { lineEnd: '\r\n' },
  'without a space after the colon': { afterColon: '' },
  'as JSON with spaces': { spaced: true },
  'as JSON over several data lines': { multiLine: true },
  'as JSON over several data lines with CRLF': { multiLine: true, lineEnd: '\r\n' },
  'between comment lines': { comments: true },
  'with an unfinished last event': { unfinished: true },
};
/** One write per event, all in one, every byte alone, borders within characters and within `data:`. */
const writes: readonly WireScenario['writes'][] = ['event', 'all', [1], [7, 3, 64], [4096]];
/** Text that looks like what a plugin searches for. */
const trickyText = 'Zwölf 🥊 "usage":null and "usage":{"prompt_tokens":9} or data: [DONE] or\n\nnothing';

/** The usage chunk that a plugin asks for, and must hide from an app that did not. */
export const usageChunkCases: readonly ProviderCase<OpenaiContext>[] = [
  ...Object.entries(spellings).flatMap(([how, spelling]) => [
    openaiCase({
      name: `hides its usage chunk in events written ${how}`,
      async act({ client, server }) {
        const streams: unknown[] = [];
        for (const write of writes) {
          server.next({ spelling, writes: write, text: trickyText });
          streams.push(await collect(await client.chat.completions.create(streamBody)));
        }
        server.next({ spelling, gzip: true, text: trickyText });
        streams.push(await collect(await client.chat.completions.create(streamBody)));
        return streams;
      },
      records: (context) => Array.from({ length: writes.length + 1 }, () => streamRecord(context)),
    }),
    openaiCase({
      name: `reads the usage chunk that the app asked for in events written ${how}`,
      async act({ client, server }) {
        const streams: unknown[] = [];
        for (const write of writes) {
          server.next({ spelling, writes: write, text: trickyText });
          streams.push(await collect(await client.chat.completions.create(askingBody)));
        }
        return streams;
      },
      records: writes.map(() => ({ ...chatRecord, streamed: true })),
    }),
  ]),
  openaiCase({
    name: 'keeps a chunk without choices that carries no usage, as Azure sends it first',
    async act({ client, server }) {
      server.next({ rewrite: filterResults });
      return collect(await client.chat.completions.create(streamBody));
    },
    records: (context) => [streamRecord(context)],
  }),
  openaiCase({
    name: 'leaves usage alone that a vendor puts into chunks of the text',
    async act({ client, server }) {
      const usage = { prompt_tokens: 120, completion_tokens: 30, total_tokens: 150, vendor_tokens: 1 };
      server.next({ rewrite: (data) => (isFinish(data) ? { ...(data as JsonObject), usage } : data) });
      return collect(await client.chat.completions.create(streamBody));
    },
    records: (context) => [context.streamUsage === 'never' ? {} : { operation: 'chat', totalTokens: 150 }],
  }),
  openaiCase({
    name: 'sends the original once more when a server does not know stream_options, and remembers it',
    async act({ client, server }) {
      server.always({ rejectFields: ['stream_options'] });
      return [
        await collect(await client.chat.completions.create(streamBody)),
        await collect(await client.chat.completions.create(streamBody)),
        (await client.chat.completions.create(chatBody))['usage'],
      ];
    },
    compareWire(bare, tracked, context) {
      const bodies = tracked.map((entry) => entry.body.toString());
      const originals = bare.map((entry) => entry.body.toString());
      if (context.streamUsage === 'never') return assert.deepEqual(bodies, originals);
      assert.deepEqual(bodies.slice(1), originals, 'after the refusal, everything is sent as the app made it');
      assert.ok('stream_options' in (tracked[0]?.json ?? {}));
      assert.deepEqual(tracked[1]?.headerNames, bare[0]?.headerNames, 'the original is sent with its own headers');
    },
    records: [
      // Whether the request that was refused counts as an attempt is the plugin's choice.
      { ...withoutAttempts(chatRecord), ...noTokens, streamed: true },
      { ...chatRecord, ...noTokens, streamed: true },
      { operation: 'chat', streamed: false, usageSource: 'reported' },
    ],
  }),
  openaiCase({
    name: 'sends the original once more when a server that validates bodies answers 422',
    async act({ client, server }) {
      const error = { message: 'body.stream_options: Extra inputs are not permitted' };
      server.always(({ json }) => ('stream_options' in json ? { status: 422, error } : {}));
      return collect(await client.chat.completions.create(streamBody));
    },
    compareWire: () => {},
    records: [{ ...withoutAttempts(chatRecord), ...noTokens, streamed: true }],
  }),
  openaiCase({
    name: 'gives the app a 400 of two megabytes',
    async act({ client, server }) {
      server.next({ status: 400, error: { message: `messages: ${'too long, '.repeat(200_000)}` } });
      return client.chat.completions.create(streamBody).catch(describeError);
    },
    records: [
      { ...noTokens, operation: 'chat', success: false, httpStatus: 400, attempts: 1, error: /^messages: too/ },
    ],
  }),
  openaiCase({
    name: 'gives the app usage: null from a server that was not asked',
    async act({ client, server }) {
      server.always({
        rejectFields: ['stream_options'],
        rewrite: (data) => ({ ...(data as JsonObject), usage: null }),
      });
      return collect(await client.chat.completions.create(streamBody));
    },
    compareWire: () => {},
    records: [{ operation: 'chat', success: true, totalTokens: null }],
  }),
  openaiCase({
    name: 'sends nothing twice for any other 400, and goes on asking',
    async act({ client, server }) {
      server.next({ status: 400, error: { message: 'max_tokens is too large: 9999999.', param: 'max_tokens' } });
      const error = await client.chat.completions.create(streamBody).catch(describeError);
      return { error, chunks: await collect(await client.chat.completions.create(streamBody)) };
    },
    records: (context) => [
      { ...noTokens, operation: 'chat', success: false, httpStatus: 400, attempts: 1 },
      streamRecord(context),
    ],
  }),
  openaiCase({
    name: 'gives the app the 400 that names the stream_options of the app itself, sent once',
    async act({ client, server }) {
      server.next({ rejectFields: ['stream_options'] });
      return client.chat.completions.create(askingBody).catch(describeError);
    },
    records: [{ ...noTokens, operation: 'chat', success: false, httpStatus: 400, attempts: 1 }],
  }),
  openaiCase({
    name: 'gives the same chunks of a stream that ends without [DONE]',
    async act({ client, server }) {
      server.always((request) => ({ body: bareStream('stream_options' in request.json) }));
      return collect(await client.chat.completions.create(streamBody));
    },
    records: (context) => [
      { operation: 'chat', streamed: true, success: true, totalTokens: context.streamUsage === 'never' ? null : 12 },
    ],
  }),
];

function withoutAttempts({ attempts: _, ...record }: ExpectedRecord): ExpectedRecord {
  return record;
}

function filterResults(data: unknown): unknown {
  const { choices } = data as { choices: { delta: { role?: string } }[] };
  return choices[0]?.delta.role === undefined
    ? data
    : { ...(data as JsonObject), choices: [], prompt_filter_results: [] };
}

function isFinish(data: unknown): boolean {
  const choices = (data as { choices?: { finish_reason?: unknown }[] }).choices ?? [];
  return typeof choices[0]?.finish_reason === 'string';
}

/** A stream of a server that does little more than it must. */
function bareStream(asked: boolean): string {
  const chunk = (content: string): string =>
    `data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"${content}"}}]}\n\n`;
  const usage =
    'data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12}}\n\n';
  return chunk('one') + chunk('two') + (asked ? usage : '');
}
