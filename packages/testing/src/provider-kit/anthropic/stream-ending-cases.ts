import type { JsonObject } from '../../wire-server/wire-format.ts';
import { abortAfterTwo, readAndThrow, serverStops } from '../leave-stream.ts';
import type { ProviderCase } from '../provider-case.ts';
import { bodyOf } from '../read-body.ts';
import { endOf, openStream } from '../read-stream.ts';
import { type AnthropicContext, anthropicCase } from './anthropic-case.ts';
import { streamBody } from './message-bodies.ts';
import { abortedRecord, cutRecord, leftRecord } from './message-records.ts';

const long = { textEvents: 3000, rewrite: (data: unknown) => ({ ...(data as JsonObject), padding: 'x'.repeat(4096) }) };

/** Streams that the app leaves, or stops reading: the provider must notice as it does with a bare client. */
export const streamEndingCases: readonly ProviderCase<AnthropicContext>[] = [
  anthropicCase({
    name: 'closes the connection when the app breaks out of the loop',
    async act({ client, server }) {
      const stream = await openStream(client.messages.create(streamBody), server);
      const seen: unknown[] = [];
      for await (const event of stream) {
        seen.push(event);
        if (seen.length === 2) break;
      }
      return { seen, end: await endOf(server), aborted: stream.controller.signal.aborted };
    },
    records: [leftRecord],
  }),
  anthropicCase({
    name: 'closes the connection when the loop throws, and lets the error through',
    async act({ client, server }) {
      const stream = await openStream(client.messages.create(streamBody), server);
      const thrown = await readAndThrow(stream).catch((error: unknown) => error);
      return { message: (thrown as Error).message, end: await endOf(server) };
    },
    records: [leftRecord],
  }),
  anthropicCase({
    name: 'closes the connection on stream.controller.abort()',
    async act({ client, server }) {
      const stream = await openStream(client.messages.create(streamBody), server);
      const seen: unknown[] = [];
      const outcome = await abortAfterTwo(stream, () => stream.controller.abort(), seen);
      return { seen, outcome, end: await endOf(server) };
    },
    records: [{ ...cutRecord, errorCode: 'aborted' }],
  }),
  anthropicCase({
    name: 'closes the connection when the signal of the app aborts in mid-stream',
    async act({ client, server }) {
      const controller = new AbortController();
      const { signal } = controller;
      const stream = await openStream(client.messages.create(streamBody, { signal }), server);
      const seen: unknown[] = [];
      const outcome = await abortAfterTwo(stream, () => controller.abort(new Error('enough')), seen);
      return { seen, outcome, end: await endOf(server) };
    },
    records: [abortedRecord],
  }),
  anthropicCase({
    name: 'closes the connection when toReadableStream() is cancelled',
    async act({ client, server }) {
      const stream = await openStream(client.messages.create(streamBody), server);
      const reader = stream.toReadableStream().getReader();
      const first = await reader.read();
      await reader.cancel();
      return { first: Buffer.from(first.value ?? []).toString(), end: await endOf(server) };
    },
    records: [leftRecord],
  }),
  anthropicCase({
    name: 'closes the connection on body.cancel()',
    async act({ client, server }) {
      const response = await openStream(client.messages.create(streamBody).asResponse(), server);
      await bodyOf(response).cancel();
      return endOf(server);
    },
    // No event was read, so nothing is known but what the headers and the request tell.
    records: [
      {
        operation: 'messages',
        success: true,
        errorCode: 'aborted',
        usageSource: 'partial',
        responseId: null,
        promptTokens: null,
      },
    ],
  }),
  anthropicCase({
    name: 'closes the connection when a reader of the body cancels',
    async act({ client, server }) {
      const response = await openStream(client.messages.create(streamBody).asResponse(), server);
      const reader = bodyOf(response).getReader();
      await reader.read();
      await reader.cancel('enough');
      return endOf(server);
    },
    records: [leftRecord],
  }),
  anthropicCase({
    name: 'stops the server when the app stops reading a stream',
    async act({ client, server }) {
      server.next(long);
      const iterator = (await client.messages.create(streamBody))[Symbol.asyncIterator]();
      await iterator.next();
      const stopped = await serverStops(server);
      await iterator.return?.();
      return { stopped, end: await endOf(server) };
    },
    records: [leftRecord],
  }),
  anthropicCase({
    name: 'stops the server when the app stops reading the body',
    async act({ client, server }) {
      server.next(long);
      const reader = bodyOf(await client.messages.create(streamBody).asResponse()).getReader();
      await reader.read();
      const stopped = await serverStops(server);
      await reader.cancel();
      return { stopped, end: await endOf(server) };
    },
    records: [leftRecord],
  }),
];
