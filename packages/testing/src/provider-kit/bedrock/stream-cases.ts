import { inspect } from 'node:util';
import { createGate } from '../../wire-server/create-gate.ts';
import type { JsonObject } from '../../wire-server/wire-format.ts';
import { describeError } from '../describe-value.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { type BedrockContext, bedrockCase, command, describeOutput } from './bedrock-case.ts';
import { eventsIn } from './bedrock-client.ts';
import { converseInput, seededInput, toolConfig } from './converse-bodies.ts';
import { streamRecord } from './converse-records.ts';
import { seedOf } from './send-cases.ts';

/** Streamed conversations, by every way in which an app may read them. */
export const streamCases: readonly ProviderCase<BedrockContext>[] = [
  bedrockCase({
    name: 'gives the same events, and an output that looks as it did',
    async act({ client, context }) {
      const output = await client.send(command(context, 'ConverseStream', converseInput));
      const described = describeOutput(output);
      const stream = eventsIn(output);
      const look = [stream.constructor.name, Object.keys(stream), inspect({ ...stream })];
      return { described, look, events: await collect(stream) };
    },
    records: [streamRecord],
  }),
  bedrockCase({
    name: 'gives the same events of tool calls',
    act: async ({ client }) => collect(eventsIn(await client.converseStream({ ...converseInput, toolConfig }))),
    records: [streamRecord],
  }),
  bedrockCase({
    name: 'gives the same two thousand events',
    async act({ client, server }) {
      server.next({ textEvents: 2000 });
      return collect(eventsIn(await client.converseStream(converseInput)));
    },
    records: [streamRecord],
  }),
  bedrockCase({
    name: 'gives the same events when frames are cut anywhere',
    async act({ client, server }) {
      server.next({ writes: [1, 7, 30, 2] }, { writes: 'all' });
      return [
        await collect(eventsIn(await client.converseStream(converseInput))),
        await collect(eventsIn(await client.converseStream(converseInput))),
      ];
    },
    records: [streamRecord, streamRecord],
  }),
  bedrockCase({
    name: 'delivers each event before the next is sent',
    async act({ client, server }) {
      const gate = createGate();
      server.next({ gate });
      gate.open();
      const iterator = eventsIn(await client.converseStream(converseInput))[Symbol.asyncIterator]();
      const seen: unknown[] = [await iterator.next()];
      for (let step = 0; step < 4; step += 1) {
        gate.open();
        seen.push(await iterator.next());
      }
      gate.openAll();
      for (let part = await iterator.next(); part.done !== true; part = await iterator.next()) seen.push(part);
      return seen;
    },
    records: [streamRecord],
  }),
  bedrockCase({
    name: 'gives the same iterator, read by hand, past its end',
    async act({ client }) {
      const iterator = eventsIn(await client.converseStream(converseInput))[Symbol.asyncIterator]();
      const look = [inspect(iterator), Symbol.asyncIterator in iterator, typeof iterator.return, typeof iterator.throw];
      const steps = await Promise.all(Array.from({ length: 30 }, () => iterator.next()));
      return { look, steps, last: await iterator.next() };
    },
    records: [streamRecord],
  }),
  bedrockCase({
    name: 'gives a second loop over one stream what it gave before',
    async act({ client }) {
      const stream = eventsIn(await client.converseStream(converseInput));
      const first = await collect(stream);
      return { first, second: await collect(stream).catch(describeError) };
    },
    records: [streamRecord],
  }),
  bedrockCase({
    name: 'lets another reader be put in front of the stream',
    async act({ client }) {
      const stream = eventsIn(await client.converseStream(converseInput));
      return collect(ReadableStream.from(stream) as unknown as AsyncIterable<JsonObject>);
    },
    records: [streamRecord],
  }),
  bedrockCase({
    name: 'counts a stream that is read by a callback',
    act: ({ client, context }) =>
      new Promise((resolve, reject) => {
        client.send(command(context, 'ConverseStream', converseInput), (error, output) => {
          if (output === undefined) reject(error);
          else collect(eventsIn(output)).then(resolve, reject);
        });
      }),
    records: [streamRecord],
  }),
  bedrockCase({
    name: 'settles when the app stops after the last event of a conversation',
    async act({ client }) {
      for await (const event of eventsIn(await client.converseStream(converseInput))) {
        if ('metadata' in event) return event;
      }
      return null;
    },
    records: [streamRecord],
  }),
  bedrockCase({
    name: 'keeps fifty interleaved streams apart, with tokens and teams',
    async act({ client, server, run }) {
      server.always((request) => ({ usage: { inputTokens: 100 + seedOf(request.json), outputTokens: 30 } }));
      const streams = Array.from({ length: 50 }, (_, seed) =>
        run({ teamName: `team-${seed}` }, async () =>
          collect(eventsIn(await client.converseStream(seededInput(seed)))),
        ),
      );
      return (await Promise.all(streams)).map((events) => events.length);
    },
    compareWire: () => {},
    records: Array.from({ length: 50 }, (_, seed) => ({ teamName: `team-${seed}`, promptTokens: 100 + seed })),
  }),
];
