import { describeError, describeResponse } from '../describe-value.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect, endOf, openStream } from '../read-stream.ts';
import { type AnthropicContext, anthropicCase, skipBefore } from './anthropic-case.ts';
import type { AnthropicClient, MessageStream, ToolRunner } from './anthropic-client.ts';
import { messageBody, outputConfig, runnableTool, weatherTool } from './message-bodies.ts';
import { abortedRecord, messageRecord, streamRecord } from './message-records.ts';

const eventNames = [
  'connect',
  'streamEvent',
  'text',
  'citation',
  'inputJson',
  'thinking',
  'signature',
  'compaction',
  'message',
  'contentBlock',
  'finalMessage',
  'error',
  'abort',
  'end',
];

/** The helpers that make several calls, or one call and many events. */
export const helperCases: readonly ProviderCase<AnthropicContext>[] = [
  ...(['messages', 'beta.messages'] as const).map((resource) =>
    anthropicCase({
      name: `gives the same events and final message from ${resource}.stream()`,
      async act({ client }) {
        const stream = (resource === 'messages' ? client : client.beta).messages.stream(messageBody);
        const events = logEvents(stream);
        const final = [await stream.finalMessage(), await stream.finalText(), stream.request_id];
        await stream.done();
        return { events, final };
      },
      records: [streamRecord],
    }),
  ),
  anthropicCase({
    name: 'gives the same events of tool calls from messages.stream()',
    async act({ client }) {
      const stream = client.messages.stream({ ...messageBody, tools: [weatherTool] });
      const events = logEvents(stream);
      return { message: await stream.finalMessage(), events };
    },
    records: [streamRecord],
  }),
  anthropicCase({
    name: 'gives the same events when messages.stream() is iterated',
    act: async ({ client }) => collect(client.messages.stream(messageBody)),
    records: [streamRecord],
  }),
  anthropicCase({
    name: 'gives the same Response and request id from messages.stream().withResponse()',
    async act({ client }) {
      const stream = client.messages.stream(messageBody);
      const { data, response, request_id } = await stream.withResponse();
      const described = describeResponse(response);
      return { described, request_id, same: data === stream, message: await stream.finalMessage() };
    },
    records: [streamRecord],
  }),
  anthropicCase({
    name: 'gives the same promise of an event from messages.stream().emitted()',
    async act({ client }) {
      const stream = client.messages.stream(messageBody);
      const connected = await stream.emitted('connect');
      return [connected, await stream.emitted('finalMessage')];
    },
    records: [streamRecord],
  }),
  anthropicCase({
    name: 'gives the same lines from messages.stream().toReadableStream()',
    act: ({ client }) => new Response(client.messages.stream(messageBody).toReadableStream()).text(),
    records: [streamRecord],
  }),
  anthropicCase({
    name: 'closes the connection on abort() of messages.stream(), with the same events',
    async act({ client, server }) {
      const stream = await openStream(Promise.resolve(), server).then(() => client.messages.stream(messageBody));
      const events = logEvents(stream);
      let count = 0;
      stream.on('streamEvent', () => {
        count += 1;
        if (count === 2) stream.abort();
      });
      const outcome = await stream.done().catch(describeError);
      return { events, outcome, end: await endOf(server) };
    },
    records: [abortedRecord],
  }),
  anthropicCase({
    name: 'gives the same error events when messages.stream() is refused',
    clientOptions: { maxRetries: 0 },
    async act({ client, server }) {
      server.next({ status: 429 });
      const stream = client.messages.stream(messageBody);
      const events = logEvents(stream);
      const outcome = await stream.finalMessage().catch(describeError);
      return { events, outcome };
    },
    records: [
      { operation: 'messages', success: false, httpStatus: 429, attempts: 1, usageSource: 'none', costStatus: 'free' },
    ],
  }),
  anthropicCase({
    name: 'gives the same error events when messages.stream() fails in the middle',
    async act({ client, server }) {
      server.next({ failAfterEvents: 4 });
      const stream = client.messages.stream(messageBody);
      const events = logEvents(stream);
      const outcome = await stream.done().catch(describeError);
      return { events, outcome };
    },
    records: [{ operation: 'messages', success: false, httpStatus: 200, attempts: 1, usageSource: 'partial' }],
  }),
  anthropicCase({
    name: 'leaves the rejection of messages.stream() unhandled that the app leaves unhandled',
    clientOptions: { maxRetries: 0 },
    async act({ client, server }) {
      server.next({ status: 500 });
      client.messages.stream(messageBody);
      const entry = await server.request(0);
      await entry.ended;
    },
    records: [{ operation: 'messages', success: false, httpStatus: 500 }],
  }),
  anthropicCase({
    name: 'runs tools with two requests, two rows, and the same messages',
    skipReason: skipBefore('0.63', 'tool runner'),
    act: async ({ client }) => [await toolRunner(client, false), await collectMessages(toolRunner(client, false))],
    records: [messageRecord, messageRecord, messageRecord, messageRecord],
  }),
  anthropicCase({
    name: 'runs tools over streams with two requests, two rows, and the same messages',
    skipReason: skipBefore('0.63', 'tool runner'),
    act: async ({ client }) => [await toolRunner(client, true), await collectMessages(toolRunner(client, true))],
    records: [streamRecord, streamRecord, streamRecord, streamRecord],
  }),
  anthropicCase({
    name: 'parses structured output, for one request, of the API and of its beta',
    skipReason: skipBefore('0.80', 'messages.parse()'),
    act: async ({ client }) => [
      await client.messages.parse?.({ ...messageBody, output_config: outputConfig }),
      await client.beta.messages.parse?.({ ...messageBody, output_config: outputConfig }),
    ],
    records: [messageRecord, messageRecord],
  }),
  anthropicCase({
    name: 'records the tokens of an answer that parse() rejects',
    skipReason: skipBefore('0.80', 'messages.parse()'),
    async act({ client, server }) {
      server.next({ text: 'no JSON' });
      return client.messages.parse?.({ ...messageBody, output_config: outputConfig }).catch(describeError);
    },
    records: [messageRecord],
  }),
];

function toolRunner(client: AnthropicClient, stream: boolean): ToolRunner {
  const runner = client.beta.messages.toolRunner?.({ ...messageBody, stream, tools: [runnableTool()] });
  if (runner === undefined) throw new Error('The client has no beta.messages.toolRunner().');
  return runner;
}

async function collectMessages(runner: ToolRunner): Promise<unknown[]> {
  const messages: unknown[] = [];
  for await (const message of runner) {
    messages.push('finalMessage' in message ? await (message as MessageStream).finalMessage() : message);
  }
  return messages;
}

function logEvents(stream: MessageStream): unknown[] {
  const events: unknown[] = [];
  for (const name of eventNames) {
    stream.on(name, (...values) => {
      events.push([
        name,
        ...values.map((value) =>
          value instanceof Error ? describeError(value) : JSON.parse(JSON.stringify(value ?? null)),
        ),
      ]);
    });
  }
  return events;
}
