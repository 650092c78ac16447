import { createGate } from '../../wire-server/create-gate.ts';
import { describeError, describeResponse } from '../describe-value.ts';
import type { ProviderCase } from '../provider-case.ts';
import { nodeBodyReaders, webBodyReaders } from '../read-body.ts';
import { collect } from '../read-stream.ts';
import { askingBody, streamBody, weatherTool } from './chat-bodies.ts';
import { chatRecord, streamRecord } from './chat-records.ts';
import { type OpenaiContext, openaiCase, skipUnless } from './openai-case.ts';
import type { EventStream } from './openai-client.ts';

/** Streamed chats, by every way in which an app may read them. */
export const streamCases: readonly ProviderCase<OpenaiContext>[] = [
  openaiCase({
    name: 'gives the same chunks, without a usage chunk, to an app that did not ask for one',
    act: async ({ client }) => collect(await client.chat.completions.create(streamBody)),
    records: (context) => [streamRecord(context)],
  }),
  openaiCase({
    name: 'gives the same chunks, with the usage chunk, to an app that asked for it',
    act: async ({ client }) => collect(await client.chat.completions.create(askingBody)),
    records: [{ ...chatRecord, streamed: true }],
  }),
  openaiCase({
    name: 'keeps the other stream options of the app',
    act: async ({ client }) =>
      collect(await client.chat.completions.create({ ...streamBody, stream_options: { include_obfuscation: false } })),
    records: (context) => [streamRecord(context)],
  }),
  openaiCase({
    name: 'gives the same chunks of two choices and of tool calls',
    act: async ({ client }) => [
      await collect(await client.chat.completions.create({ ...streamBody, n: 2 })),
      await collect(await client.chat.completions.create({ ...streamBody, tools: [weatherTool] })),
    ],
    records: (context) => [streamRecord(context), streamRecord(context)],
  }),
  openaiCase({
    name: 'gives the same stream and Response from withResponse()',
    async act({ client }) {
      const { data, response, request_id } = await client.chat.completions.create(streamBody).withResponse();
      const described = describeResponse(response);
      return { described, request_id, stream: data.constructor.name, chunks: await collect(data) };
    },
    records: (context) => [streamRecord(context)],
  }),
  openaiCase({
    name: 'gives the same two thousand chunks',
    async act({ client, server }) {
      server.next({ textEvents: 2000 });
      return collect(await client.chat.completions.create(streamBody));
    },
    records: (context) => [streamRecord(context)],
  }),
  openaiCase({
    name: 'delivers each chunk before the next is sent',
    async act({ client, server }) {
      const gate = createGate();
      server.next({ gate });
      const iterator = (await client.chat.completions.create(streamBody))[Symbol.asyncIterator]();
      const seen: unknown[] = [];
      for (let step = 0; step < 5; step += 1) {
        gate.open();
        seen.push(await iterator.next());
      }
      gate.openAll();
      for (let part = await iterator.next(); part.done !== true; part = await iterator.next()) seen.push(part);
      return seen;
    },
    records: (context) => [streamRecord(context)],
  }),
  openaiCase({
    name: 'refuses a second loop over one stream with the same error',
    async act({ client }) {
      const stream = await client.chat.completions.create(streamBody);
      await collect(stream);
      return collect(stream).catch(describeError);
    },
    records: (context) => [streamRecord(context)],
  }),
  openaiCase({
    name: 'gives both halves of stream.tee() the same chunks',
    async act({ client }) {
      const [first, second] = (await client.chat.completions.create(streamBody)).tee();
      return Promise.all([collect(first), collect(second)]);
    },
    records: (context) => [streamRecord(context)],
  }),
  openaiCase({
    name: 'gives the same lines from toReadableStream()',
    act: async ({ client }) =>
      new Response((await client.chat.completions.create(streamBody)).toReadableStream()).text(),
    records: (context) => [streamRecord(context)],
  }),
  openaiCase({
    name: 'gives the same chunks when toReadableStream() is read back by fromReadableStream()',
    async act({ client }) {
      const stream = await client.chat.completions.create(streamBody);
      const { fromReadableStream } = stream.constructor as unknown as {
        fromReadableStream(source: ReadableStream, controller: AbortController): EventStream;
      };
      return collect(fromReadableStream.call(stream.constructor, stream.toReadableStream(), new AbortController()));
    },
    records: (context) => [streamRecord(context)],
  }),
  ...readerCases('web', webBodyReaders),
  ...readerCases('node', nodeBodyReaders),
  openaiCase({
    name: 'keeps fifty interleaved streams apart, with tokens and teams',
    async act({ client, server, run }) {
      server.always((request) => ({ usage: { inputTokens: 100 + Number(request.json['seed']), outputTokens: 30 } }));
      const streams = Array.from({ length: 50 }, (_, seed) =>
        run({ teamName: `team-${seed}` }, async () =>
          collect(await client.chat.completions.create({ ...streamBody, seed })),
        ),
      );
      return (await Promise.all(streams)).map((chunks) => chunks.length);
    },
    records: (context) =>
      Array.from({ length: 50 }, (_, seed) => ({
        teamName: `team-${seed}`,
        promptTokens: context.streamUsage === 'never' ? null : 100 + seed,
      })),
  }),
];

function readerCases(kind: 'web' | 'node', readers: typeof webBodyReaders): ProviderCase<OpenaiContext>[] {
  return Object.entries(readers).map(([how, read]) =>
    openaiCase({
      name: `lets a stream be read by ${how} (${kind} body), without a usage chunk`,
      skipReason: skipUnless(kind),
      async act({ client }) {
        const response = await client.chat.completions.create(streamBody).asResponse();
        return { text: await read(response), bodyUsed: response.bodyUsed };
      },
      records: (context) => [streamRecord(context)],
    }),
  );
}
