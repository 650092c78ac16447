import type { JsonObject } from '../../wire-server/wire-format.ts';
import { abortAfterTwo, readAndThrow, serverStops } from '../leave-stream.ts';
import type { ProviderCase } from '../provider-case.ts';
import { bodyOf, nodeBodyOf } from '../read-body.ts';
import { endOf, openStream } from '../read-stream.ts';
import { askingBody, streamBody } from './chat-bodies.ts';
import { abortedRecord, cutRecord, leftRecord } from './chat-records.ts';
import { type OpenaiContext, openaiCase, skipUnless } from './openai-case.ts';

/** Streams that the app leaves, or stops reading: the provider must notice as it does with a bare client. */
export const streamEndingCases: readonly ProviderCase<OpenaiContext>[] = [
  openaiCase({
    name: 'closes the connection when the app breaks out of the loop',
    async act({ client, server }) {
      const stream = await openStream(client.chat.completions.create(streamBody), server);
      const seen: unknown[] = [];
      for await (const chunk of stream) {
        seen.push(chunk);
        if (seen.length === 2) break;
      }
      return { seen, end: await endOf(server), aborted: stream.controller.signal.aborted };
    },
    records: [leftRecord],
  }),
  openaiCase({
    name: 'closes the connection when the loop throws, and lets the error through',
    async act({ client, server }) {
      const stream = await openStream(client.chat.completions.create(streamBody), server);
      const thrown = await readAndThrow(stream).catch((error: unknown) => error);
      return { message: (thrown as Error).message, end: await endOf(server) };
    },
    records: [leftRecord],
  }),
  openaiCase({
    name: 'closes the connection on stream.controller.abort()',
    async act({ client, server }) {
      const stream = await openStream(client.chat.completions.create(streamBody), server);
      const seen: unknown[] = [];
      const outcome = await abortAfterTwo(stream, () => stream.controller.abort(), seen);
      return { seen, outcome, end: await endOf(server) };
    },
    records: [{ ...cutRecord, errorCode: 'aborted' }],
  }),
  openaiCase({
    name: 'closes the connection when the signal of the app aborts in mid-stream',
    async act({ client, server }) {
      const controller = new AbortController();
      const stream = await openStream(
        client.chat.completions.create(streamBody, { signal: controller.signal }),
        server,
      );
      const seen: unknown[] = [];
      const outcome = await abortAfterTwo(stream, () => controller.abort(new Error('enough')), seen);
      return { seen, outcome, end: await endOf(server) };
    },
    records: [abortedRecord],
  }),
  openaiCase({
    name: 'closes the connection when toReadableStream() is cancelled',
    async act({ client, server }) {
      const stream = await openStream(client.chat.completions.create(streamBody), server);
      const reader = stream.toReadableStream().getReader();
      const first = await reader.read();
      await reader.cancel();
      return { first: Buffer.from(first.value ?? []).toString(), end: await endOf(server) };
    },
    records: [leftRecord],
  }),
  openaiCase({
    name: 'closes the connection on body.cancel()',
    skipReason: skipUnless('web'),
    async act({ client, server }) {
      const response = await openStream(client.chat.completions.create(streamBody).asResponse(), server);
      await bodyOf(response).cancel();
      return endOf(server);
    },
    records: [
      // No event was read, so nothing is known but what the headers and the request tell.
      { ...leftRecord, model: /^gpt-4o-mini/, responseId: null, serviceTier: null },
    ],
  }),
  openaiCase({
    name: 'closes the connection when a reader of the body cancels',
    skipReason: skipUnless('web'),
    async act({ client, server }) {
      const response = await openStream(client.chat.completions.create(streamBody).asResponse(), server);
      const reader = bodyOf(response).getReader();
      await reader.read();
      await reader.cancel('enough');
      return endOf(server);
    },
    records: [leftRecord],
  }),
  openaiCase({
    name: 'lets the app leave a body that is a Node stream',
    skipReason: skipUnless('node'),
    async act({ client, server }) {
      const response = await openStream(client.chat.completions.create(streamBody).asResponse(), server);
      for await (const _ of nodeBodyOf(response)) break;
      // node-fetch does not close the connection then; a plugin must neither mend nor worsen that.
      return [nodeBodyOf(response).destroyed, await endOf(server, 100)];
    },
    records: [{ errorCode: 'aborted', usageSource: 'partial' }],
  }),
  ...[
    { name: 'without a usage chunk', body: streamBody },
    { name: 'with a usage chunk', body: askingBody },
  ].map(({ name, body }) =>
    openaiCase({
      name: `stops the server when the app stops reading a stream ${name}`,
      async act({ client, server }) {
        server.next({ textEvents: 3000, rewrite: (data) => ({ ...(data as JsonObject), padding: 'x'.repeat(4096) }) });
        const iterator = (await client.chat.completions.create(body))[Symbol.asyncIterator]();
        await iterator.next();
        const stopped = await serverStops(server);
        await iterator.return?.();
        return { stopped, end: await endOf(server) };
      },
      records: [leftRecord],
    }),
  ),
  openaiCase({
    name: 'stops the server when the app stops reading the body',
    skipReason: skipUnless('web'),
    async act({ client, server }) {
      server.next({ textEvents: 3000, rewrite: (data) => ({ ...(data as JsonObject), padding: 'x'.repeat(4096) }) });
      const reader = bodyOf(await client.chat.completions.create(streamBody).asResponse()).getReader();
      await reader.read();
      const stopped = await serverStops(server);
      await reader.cancel();
      return { stopped, end: await endOf(server) };
    },
    records: [leftRecord],
  }),
];
