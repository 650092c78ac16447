import { createGate } from '../../wire-server/create-gate.ts';
import type { EventSpelling, WireScenario } from '../../wire-server/wire-scenario.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect, collectUntilError } from '../read-stream.ts';
import { contentBody, weatherDeclaration } from './content-bodies.ts';
import { streamRecord } from './content-records.ts';
import { type GeminiContext, geminiCase } from './gemini-case.ts';

const spellings: Readonly<Record<string, EventSpelling>> = {
  'with LF': { lineEnd: '\n' },
  'with CR only': { lineEnd: '\r' },
  'with CRLF': { lineEnd: '\r\n' },
  'without a space after the colon': { afterColon: '' },
  'as JSON with spaces': { spaced: true },
};
/** These no version of this SDK reads: it must fail as it does. */
const unread: Readonly<Record<string, EventSpelling>> = {
  'as JSON over several data lines': { multiLine: true },
  'between comment lines': { comments: true },
  'with an unfinished last event': { unfinished: true },
};
/** One write per event, all in one, every byte alone, borders within characters and within `data:`. */
const writes: readonly WireScenario['writes'][] = ['event', 'all', [1], [7, 3, 64], [4096]];
/** Text that looks like what a plugin searches for. */
const trickyText = 'Zwölf 🥊 "usageMetadata":{"promptTokenCount":9} or data: [DONE] or\n\nnothing';

/** Streamed content, however it comes. */
export const streamCases: readonly ProviderCase<GeminiContext>[] = [
  geminiCase({
    name: 'gives the same chunks, with their getters',
    async act({ client }) {
      const chunks = await collect(await client.models.generateContentStream(contentBody));
      return chunks.map((chunk) => [chunk, chunk.constructor.name, chunk['text']]);
    },
    records: [streamRecord],
  }),
  geminiCase({
    name: 'gives the same chunks of a stream that asks for tools',
    act: async ({ client }) =>
      collect(
        await client.models.generateContentStream({
          ...contentBody,
          config: { tools: [{ functionDeclarations: [weatherDeclaration] }] },
        }),
      ),
    records: [streamRecord],
  }),
  geminiCase({
    name: 'lets a stream be stepped by hand',
    async act({ client }) {
      const stream = await client.models.generateContentStream(contentBody);
      const first = await stream.next();
      const second = await stream.next();
      const rest = await collect(stream);
      return { first, second, rest, after: await stream.next(), tag: Object.prototype.toString.call(stream) };
    },
    records: [streamRecord],
  }),
  geminiCase({
    name: 'gives each chunk as soon as it comes',
    async act({ client, server }) {
      const gate = createGate();
      server.next({ gate, textEvents: 5 });
      gate.open(1);
      const stream = await client.models.generateContentStream(contentBody);
      const seen: unknown[] = [];
      for await (const chunk of stream) {
        seen.push([chunk['text'], server.requests[0]?.eventsWritten]);
        gate.open(1);
      }
      return seen;
    },
    records: [streamRecord],
  }),
  ...Object.entries(spellings).map(([how, spelling]) =>
    geminiCase({
      name: `gives the same chunks of events written ${how}`,
      async act({ client, server }) {
        const streams: unknown[] = [];
        for (const write of writes) {
          server.next({ spelling, writes: write, text: trickyText });
          streams.push(await collect(await client.models.generateContentStream(contentBody)));
        }
        server.next({ spelling, gzip: true, text: trickyText });
        streams.push(await collect(await client.models.generateContentStream(contentBody)));
        return streams;
      },
      records: Array.from({ length: writes.length + 1 }, () => streamRecord),
    }),
  ),
  ...Object.entries(unread).map(([how, spelling]) =>
    geminiCase({
      name: `gives the same chunks and errors of events written ${how}`,
      async act({ client, server }) {
        const streams: unknown[] = [];
        for (const write of writes) {
          server.next({ spelling, writes: write, text: trickyText });
          streams.push(await collectUntilError(await client.models.generateContentStream(contentBody)));
        }
        return streams;
      },
      records: writes.map(() => ({ operation: 'generate_content', streamed: true, httpStatus: 200 })),
    }),
  ),
  geminiCase({
    name: 'keeps twenty interleaved streams apart, with their attribution',
    async act({ client, server, run }) {
      server.always((request) => ({
        textEvents: 20,
        usage: { inputTokens: 100 + seedOf(request.json), outputTokens: 30 },
      }));
      const seeds = Array.from({ length: 20 }, (_, seed) => seed);
      const streams = await Promise.all(
        seeds.map((seed) =>
          run({ teamName: `team-${seed}` }, () =>
            client.models.generateContentStream({ ...contentBody, config: { seed } }),
          ),
        ),
      );
      const lengths: number[] = [];
      for (let open = true; open; ) {
        const results = await Promise.all(streams.map((stream) => stream.next()));
        open = results.some((result) => result.done !== true);
        lengths.push(results.filter((result) => result.done !== true).length);
      }
      return lengths;
    },
    records: Array.from({ length: 20 }, (_, seed) => ({
      teamName: `team-${seed}`,
      operation: 'generate_content',
      promptTokens: 100 + seed,
      completionTokens: 30,
    })),
  }),
  geminiCase({
    name: 'counts a stream of three thousand chunks once',
    async act({ client, server }) {
      server.next({ textEvents: 3000 });
      const chunks = await collect(await client.models.generateContentStream(contentBody));
      return chunks.length;
    },
    records: [streamRecord],
  }),
  geminiCase({
    name: 'records the tier that served a stream',
    async act({ client }) {
      await collect(await client.models.generateContentStream({ ...contentBody, config: { serviceTier: 'priority' } }));
    },
    records: [{ ...streamRecord, serviceTier: 'priority' }],
  }),
];

function seedOf(json: Readonly<Record<string, unknown>>): number {
  return Number((json['generationConfig'] as { seed?: unknown } | undefined)?.seed);
}
