import { createGate } from '../../wire-server/create-gate.ts';
import type { EventSpelling } from '../../wire-server/wire-scenario.ts';
import { describeError, describeResponse } from '../describe-value.ts';
import type { ProviderCase } from '../provider-case.ts';
import { webBodyReaders } from '../read-body.ts';
import { collect } from '../read-stream.ts';
import { type AnthropicContext, anthropicCase } from './anthropic-case.ts';
import { streamBody, weatherTool } from './message-bodies.ts';
import { streamRecord } from './message-records.ts';

const spellings: Readonly<Record<string, EventSpelling>> = {
  'with CRLF': { lineEnd: '\r\n' },
  'with CR alone': { lineEnd: '\r' },
  'without a space after the colon': { afterColon: '' },
  'as JSON with spaces': { spaced: true },
  'as JSON over several data lines': { multiLine: true },
  'with comments between them': { comments: true },
  'without an empty line at the end': { unfinished: true },
};

/** Streamed messages, by every way in which an app may read them. */
export const streamCases: readonly ProviderCase<AnthropicContext>[] = [
  anthropicCase({
    name: 'gives the same events of a stream, of the API and of its beta',
    act: async ({ client }) => [
      await collect(await client.messages.create(streamBody)),
      await collect(await client.beta.messages.create(streamBody)),
    ],
    records: [streamRecord, streamRecord],
  }),
  anthropicCase({
    name: 'gives the same events of tool calls',
    act: async ({ client }) => collect(await client.messages.create({ ...streamBody, tools: [weatherTool] })),
    records: [streamRecord],
  }),
  anthropicCase({
    name: 'gives the same stream and Response from withResponse()',
    async act({ client }) {
      const { data, response, request_id } = await client.messages.create(streamBody).withResponse();
      const described = describeResponse(response);
      return { described, request_id, stream: data.constructor.name, events: await collect(data) };
    },
    records: [streamRecord],
  }),
  anthropicCase({
    name: 'gives the same two thousand events',
    async act({ client, server }) {
      server.next({ textEvents: 2000 });
      return collect(await client.messages.create(streamBody));
    },
    records: [streamRecord],
  }),
  anthropicCase({
    name: 'delivers each event before the next is sent',
    async act({ client, server }) {
      const gate = createGate();
      server.next({ gate });
      const iterator = (await client.messages.create(streamBody))[Symbol.asyncIterator]();
      const seen: unknown[] = [];
      for (let step = 0; step < 5; step += 1) {
        // The SDK keeps the ping, which comes third, to itself.
        gate.open(step === 2 ? 2 : 1);
        seen.push(await iterator.next());
      }
      gate.openAll();
      for (let part = await iterator.next(); part.done !== true; part = await iterator.next()) seen.push(part);
      return seen;
    },
    records: [streamRecord],
  }),
  anthropicCase({
    name: 'refuses a second loop over one stream with the same error',
    async act({ client }) {
      const stream = await client.messages.create(streamBody);
      await collect(stream);
      return collect(stream).catch(describeError);
    },
    records: [streamRecord],
  }),
  anthropicCase({
    name: 'gives both halves of stream.tee() the same events',
    async act({ client }) {
      const [first, second] = (await client.messages.create(streamBody)).tee();
      return Promise.all([collect(first), collect(second)]);
    },
    records: [streamRecord],
  }),
  anthropicCase({
    name: 'gives the same lines from toReadableStream()',
    act: async ({ client }) => new Response((await client.messages.create(streamBody)).toReadableStream()).text(),
    records: [streamRecord],
  }),
  ...Object.entries(spellings).map(([how, spelling]) =>
    anthropicCase({
      name: `reads the usage of events written ${how}`,
      async act({ client, server }) {
        server.next({ spelling }, { spelling, writes: [7, 1, 64] }, { spelling, writes: 'all' });
        const streams: unknown[] = [];
        for (let count = 0; count < 3; count += 1) {
          streams.push(await collect(await client.messages.create(streamBody)));
        }
        return streams;
      },
      records: [streamRecord, streamRecord, streamRecord],
    }),
  ),
  ...Object.entries(webBodyReaders).map(([how, read]) =>
    anthropicCase({
      name: `lets a stream be read by ${how}`,
      async act({ client }) {
        const response = await client.messages.create(streamBody).asResponse();
        return { text: await read(response), bodyUsed: response.bodyUsed };
      },
      records: [streamRecord],
    }),
  ),
  anthropicCase({
    name: 'keeps fifty interleaved streams apart, with tokens and teams',
    async act({ client, server, run }) {
      server.always((request) => ({ usage: { inputTokens: 100 + Number(request.json['top_k']), outputTokens: 30 } }));
      const streams = Array.from({ length: 50 }, (_, seed) =>
        run({ teamName: `team-${seed}` }, async () =>
          collect(await client.messages.create({ ...streamBody, top_k: seed })),
        ),
      );
      return (await Promise.all(streams)).map((events) => events.length);
    },
    records: Array.from({ length: 50 }, (_, seed) => ({ teamName: `team-${seed}`, promptTokens: 100 + seed })),
  }),
];
