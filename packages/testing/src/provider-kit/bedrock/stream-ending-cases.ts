import type { JsonObject } from '../../wire-server/wire-format.ts';
import { abortAfterTwo, readAndThrow, serverStops } from '../leave-stream.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collectUntilError, endOf, openStream } from '../read-stream.ts';
import { type BedrockContext, bedrockCase, describeBedrockError } from './bedrock-case.ts';
import { eventsIn } from './bedrock-client.ts';
import { converseInput } from './converse-bodies.ts';
import { abortedRecord, cutRecord, leftRecord } from './converse-records.ts';

// A bare client keeps the connection when its app leaves a stream: a plugin must neither mend nor worsen that.
const patienceMs = 100;

/** Streams that end before their time: left by the app, aborted, cut off, or failed. */
export const streamEndingCases: readonly ProviderCase<BedrockContext>[] = [
  bedrockCase({
    name: 'lets the app break out of the loop',
    async act({ client, server }) {
      const stream = eventsIn(await openStream(client.converseStream(converseInput), server));
      const seen: unknown[] = [];
      for await (const event of stream) {
        seen.push(event);
        if (seen.length === 2) break;
      }
      return { seen, end: await endOf(server, patienceMs) };
    },
    records: [leftRecord],
  }),
  bedrockCase({
    name: 'lets the error of the loop through',
    async act({ client, server }) {
      const stream = eventsIn(await openStream(client.converseStream(converseInput), server));
      const thrown = await readAndThrow(stream).catch((error: unknown) => error);
      return { message: (thrown as Error).message, end: await endOf(server, patienceMs) };
    },
    records: [leftRecord],
  }),
  bedrockCase({
    name: 'gives the same results of return() and throw() on the iterator',
    async act({ client, server }) {
      const outcomes: unknown[] = [];
      for (const leave of [leaveByReturn, leaveByThrow]) {
        const stream = eventsIn(await openStream(client.converseStream(converseInput), server));
        const iterator = stream[Symbol.asyncIterator]();
        outcomes.push(await iterator.next(), await leave(iterator), await iterator.next());
      }
      return outcomes;
    },
    records: [leftRecord, { operation: 'converse', usageSource: 'partial' }],
  }),
  bedrockCase({
    name: 'gives the same error when the signal of the app aborts in mid-stream',
    async act({ client, server }) {
      const controller = new AbortController();
      const output = await openStream(client.converseStream(converseInput, { abortSignal: controller.signal }), server);
      const seen: unknown[] = [];
      const outcome = await abortAfterTwo(eventsIn(output), () => controller.abort(), seen);
      return { seen, outcome, end: await endOf(server) };
    },
    records: [abortedRecord],
  }),
  bedrockCase({
    name: 'tells a break after an abort from a break',
    async act({ client, server }) {
      const controller = new AbortController();
      const output = await openStream(client.converseStream(converseInput, { abortSignal: controller.signal }), server);
      for await (const _ of eventsIn(output)) {
        controller.abort();
        break;
      }
      return endOf(server);
    },
    records: [abortedRecord],
  }),
  bedrockCase({
    name: 'gives the same events and error when a stream is cut off between frames',
    async act({ client, server }) {
      server.next({ cut: { afterEvents: 3 } });
      return collectUntilError(eventsIn(await client.converseStream(converseInput)));
    },
    records: [{ ...cutRecord, success: false, errorCode: /./, error: /./ }],
  }),
  ...['ModelStreamErrorException', 'ThrottlingException', 'InternalServerException', 'ValidationException'].map(
    (code) =>
      bedrockCase({
        name: `gives the same events and error for a ${code} in mid-stream`,
        async act({ client, server }) {
          server.next({ failAfterEvents: 3, error: { code } });
          const seen: unknown[] = [];
          try {
            for await (const event of eventsIn(await client.converseStream(converseInput))) seen.push(event);
          } catch (error) {
            seen.push(describeBedrockError(error));
          }
          return seen;
        },
        records: [{ ...cutRecord, success: false, errorCode: code, error: /The model could not go on/ }],
      }),
  ),
  bedrockCase({
    name: 'gives the same error for an exception that comes first',
    clientOptions: { maxAttempts: 1 },
    async act({ client, server }) {
      server.next({ failAfterEvents: 0 });
      try {
        const output = await client.converseStream(converseInput);
        return await collectUntilError(eventsIn(output));
      } catch (error) {
        return describeBedrockError(error);
      }
    },
    records: [{ operation: 'converse', success: false, errorCode: 'ModelStreamErrorException', attempts: 1 }],
  }),
  bedrockCase({
    name: 'gives the same events and error for an exception that nobody knows',
    async act({ client, server }) {
      server.next({ failAfterEvents: 2, error: { code: 'WeatherException', message: 'rain' } });
      const stream = eventsIn(await client.converseStream(converseInput));
      return collectUntilError(stream);
    },
    records: [{ operation: 'converse', attempts: 1, streamed: true }],
  }),
  bedrockCase({
    name: 'stops the server when the app stops reading',
    async act({ client, server }) {
      server.next({ textEvents: 3000, rewrite: (data) => ({ ...(data as JsonObject), padding: 'x'.repeat(4096) }) });
      const iterator = eventsIn(await client.converseStream(converseInput))[Symbol.asyncIterator]();
      await iterator.next();
      const stopped = await serverStops(server);
      await iterator.return?.();
      return { stopped };
    },
    records: [leftRecord],
  }),
];

async function leaveByReturn(iterator: AsyncIterator<unknown>): Promise<unknown> {
  return iterator.return?.('enough');
}

async function leaveByThrow(iterator: AsyncIterator<unknown>): Promise<unknown> {
  return iterator.throw?.(new Error('enough')).catch((error: Error) => error.message);
}
