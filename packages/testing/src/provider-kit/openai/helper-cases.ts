import { describeError } from '../describe-value.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect, endOf, openStream } from '../read-stream.ts';
import { chatBody, weatherTool } from './chat-bodies.ts';
import { chatRecord, cutRecord, streamRecord } from './chat-records.ts';
import { logEvents } from './log-events.ts';
import { type OpenaiContext, openaiCase } from './openai-case.ts';
import { chatHelpers } from './openai-client.ts';

const answerFormat = {
  type: 'json_schema',
  json_schema: {
    name: 'answer',
    strict: true,
    schema: {
      type: 'object',
      properties: { city: { type: 'string' }, degrees: { type: 'number' } },
      required: ['city', 'degrees'],
      additionalProperties: false,
    },
  },
};

const chatEvents = [
  'connect',
  'chunk',
  'chatCompletion',
  'message',
  'content',
  'content.delta',
  'content.done',
  'refusal.delta',
  'functionToolCall',
  'functionToolCallResult',
  'tool_calls.function.arguments.delta',
  'tool_calls.function.arguments.done',
  'finalContent',
  'finalMessage',
  'finalChatCompletion',
  'totalUsage',
  'error',
  'abort',
  'end',
];

/** The helpers of `chat.completions` that make several calls, or one call and many events. */
export const helperCases: readonly ProviderCase<OpenaiContext>[] = [
  openaiCase({
    name: 'gives the same events and final answer from chat.completions.stream()',
    async act({ client }) {
      const stream = chatHelpers(client).stream(chatBody);
      const events = logEvents(stream, chatEvents);
      const final = [
        await stream.finalChatCompletion(),
        await stream.finalContent(),
        await stream.finalMessage(),
        await stream.totalUsage(),
      ];
      await stream.done();
      return { events, final };
    },
    records: (context) => [streamRecord(context)],
  }),
  openaiCase({
    name: 'gives the same chunks when chat.completions.stream() is iterated',
    act: async ({ client }) => collect(chatHelpers(client).stream(chatBody)),
    records: (context) => [streamRecord(context)],
  }),
  openaiCase({
    name: 'gives the same lines from chat.completions.stream().toReadableStream()',
    act: ({ client }) => new Response(chatHelpers(client).stream(chatBody).toReadableStream()).text(),
    records: (context) => [streamRecord(context)],
  }),
  openaiCase({
    name: 'keeps the usage in the final answer of an app that asked for it',
    async act({ client }) {
      const stream = chatHelpers(client).stream({ ...chatBody, stream_options: { include_usage: true } });
      return [await stream.finalChatCompletion(), await stream.totalUsage()];
    },
    records: [{ ...chatRecord, streamed: true }],
  }),
  openaiCase({
    name: 'closes the connection on abort() of chat.completions.stream(), with the same events',
    async act({ client, server }) {
      const stream = await openStream(Promise.resolve(), server).then(() => chatHelpers(client).stream(chatBody));
      const events = logEvents(stream, chatEvents);
      let chunks = 0;
      stream.on('chunk', () => {
        chunks += 1;
        if (chunks === 2) stream.abort();
      });
      const outcome = await stream.done().catch(describeError);
      return { events, outcome, end: await endOf(server) };
    },
    records: [{ ...cutRecord, errorCode: 'aborted' }],
  }),
  openaiCase({
    name: 'gives the same error events when chat.completions.stream() is refused',
    clientOptions: { maxRetries: 0 },
    async act({ client, server }) {
      server.next({ status: 429 });
      const stream = chatHelpers(client).stream(chatBody);
      const events = logEvents(stream, chatEvents);
      const outcome = await stream.finalChatCompletion().catch(describeError);
      return { events, outcome };
    },
    records: [
      { operation: 'chat', success: false, httpStatus: 429, attempts: 1, usageSource: 'none', costStatus: 'free' },
    ],
  }),
  openaiCase({
    name: 'gives the same error events when chat.completions.stream() fails in the middle',
    async act({ client, server }) {
      server.next({ failAfterEvents: 3 });
      const stream = chatHelpers(client).stream(chatBody);
      const events = logEvents(stream, chatEvents);
      const outcome = await stream.done().catch(describeError);
      return { events, outcome };
    },
    records: [{ operation: 'chat', success: false, httpStatus: 200, attempts: 1, usageSource: 'partial' }],
  }),
  openaiCase({
    name: 'runs tools with two requests, two rows, and the same events',
    async act({ client }) {
      const runner = chatHelpers(client).runTools({ ...chatBody, tools: [runnableTool()] });
      const events = logEvents(runner, chatEvents);
      return { content: await runner.finalContent(), usage: await runner.totalUsage(), events };
    },
    records: [chatRecord, chatRecord],
  }),
  openaiCase({
    name: 'runs tools over streams with two requests, two rows, and the same events',
    async act({ client }) {
      const runner = chatHelpers(client).runTools({ ...chatBody, stream: true, tools: [runnableTool()] });
      const events = logEvents(runner, chatEvents);
      return { content: await runner.finalContent(), usage: await runner.totalUsage(), events };
    },
    records: (context) => [streamRecord(context), streamRecord(context)],
  }),
  openaiCase({
    name: 'parses structured output, for one request',
    act: ({ client, context }) =>
      chatHelpers(client).parse({ ...chatBody, response_format: context.zodFormats?.chat ?? answerFormat }),
    records: [chatRecord],
  }),
  openaiCase({
    name: 'records the tokens of an answer that parse() rejects',
    async act({ client, server }) {
      server.next({ rewrite: endedByLength });
      return chatHelpers(client)
        .parse({ ...chatBody, response_format: answerFormat })
        .catch(describeError);
    },
    records: [chatRecord],
  }),
  openaiCase({
    name: 'keeps withResponse() and asResponse() of parse()',
    async act({ client }) {
      const body = { ...chatBody, response_format: answerFormat };
      const { data, request_id } = await chatHelpers(client).parse(body).withResponse();
      const response = await chatHelpers(client).parse(body).asResponse();
      return { data, request_id, json: await response.json() };
    },
    records: [chatRecord, chatRecord],
  }),
];

function runnableTool(): unknown {
  return {
    type: 'function',
    function: {
      ...weatherTool.function,
      parse: JSON.parse,
      function: ({ city }: { city: string }) => `It is warm in ${city}.`,
    },
  };
}

function endedByLength(data: unknown): unknown {
  const answer = data as { choices: { message: object }[] };
  return { ...answer, choices: answer.choices.map((choice) => ({ ...choice, finish_reason: 'length' })) };
}
