import type { JsonObject } from '../../wire-server/wire-format.ts';
import { describeError } from '../describe-value.ts';
import { abortAfterTwo, readAndThrow, serverStops } from '../leave-stream.ts';
import type { ProviderCase } from '../provider-case.ts';
import { endOf, openStream } from '../read-stream.ts';
import { contentBody } from './content-bodies.ts';
import { abortedRecord, leftRecord } from './content-records.ts';
import { type GeminiContext, geminiCase } from './gemini-case.ts';

/** This SDK leaves the connection open when the app leaves a stream; a plugin must neither mend nor worsen that. */
const untilQuietMs = 100;

/** Streams that the app leaves, or stops reading. */
export const streamEndingCases: readonly ProviderCase<GeminiContext>[] = [
  geminiCase({
    name: 'records a stream at once when the app breaks out of the loop',
    async act({ client, server }) {
      const stream = await openStream(client.models.generateContentStream(contentBody), server);
      const seen: unknown[] = [];
      for await (const chunk of stream) {
        seen.push(chunk);
        if (seen.length === 2) break;
      }
      return { seen, end: await endOf(server, untilQuietMs), after: await stream.next() };
    },
    // The candidates so far, and the ten thoughts.
    records: [{ ...leftRecord, completionTokens: 12 }],
  }),
  geminiCase({
    name: 'lets the error through when the loop throws',
    async act({ client, server }) {
      const stream = await openStream(client.models.generateContentStream(contentBody), server);
      const thrown = await readAndThrow(stream).catch((error: unknown) => error);
      return { message: (thrown as Error).message, end: await endOf(server, untilQuietMs) };
    },
    records: [leftRecord],
  }),
  geminiCase({
    name: 'lets a stream be ended by return() and by throw()',
    async act({ client, server }) {
      const first = await openStream(client.models.generateContentStream(contentBody), server);
      await first.next();
      const returned = await first.return('enough');
      const second = await openStream(client.models.generateContentStream(contentBody), server);
      await second.next();
      const thrown = await second.throw(new Error('no more')).catch(describeError);
      return { returned, thrown, after: [await first.next(), await second.next()] };
    },
    records: [leftRecord, { ...leftRecord, success: true }],
  }),
  geminiCase({
    name: 'closes the connection when the signal of the app aborts in mid-stream',
    async act({ client, server }) {
      const controller = new AbortController();
      const config = { abortSignal: controller.signal };
      const stream = await openStream(client.models.generateContentStream({ ...contentBody, config }), server);
      const seen: unknown[] = [];
      const outcome = await abortAfterTwo(stream, () => controller.abort(new Error('enough')), seen);
      return { seen, outcome, end: await endOf(server) };
    },
    records: [abortedRecord],
  }),
  geminiCase({
    name: 'records a stream as aborted when the app aborts it and reads no more',
    async act({ client, server }) {
      const controller = new AbortController();
      const config = { abortSignal: controller.signal };
      const stream = await openStream(client.models.generateContentStream({ ...contentBody, config }), server);
      await stream.next();
      controller.abort();
      const end = await endOf(server);
      await stream.return(undefined);
      return end;
    },
    records: [abortedRecord],
  }),
  geminiCase({
    name: 'stops the server when the app stops reading',
    async act({ client, server }) {
      server.next({ textEvents: 3000, rewrite: (data) => ({ ...(data as JsonObject), padding: 'x'.repeat(4096) }) });
      const stream = await client.models.generateContentStream(contentBody);
      await stream.next();
      const stopped = await serverStops(server);
      await stream.return(undefined);
      return stopped;
    },
    records: [leftRecord],
  }),
];
