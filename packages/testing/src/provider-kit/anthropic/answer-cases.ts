import { describeResponse } from '../describe-value.ts';
import type { ProviderCase } from '../provider-case.ts';
import { webBodyReaders } from '../read-body.ts';
import { type AnthropicContext, anthropicCase } from './anthropic-case.ts';
import { messageBody, weatherTool } from './message-bodies.ts';
import { messageRecord } from './message-records.ts';

/** Whole answers, by every way in which an app may take them. */
export const answerCases: readonly ProviderCase<AnthropicContext>[] = [
  anthropicCase({
    name: 'gives the same message, its hidden request id included',
    act: ({ client }) => client.messages.create(messageBody),
    records: [messageRecord],
  }),
  anthropicCase({
    name: 'gives the same message of the beta API',
    act: ({ client }) => client.beta.messages.create({ ...messageBody, betas: ['context-1m-2025-08-07'] }),
    records: [messageRecord],
  }),
  anthropicCase({
    name: 'gives the same answer and Response from withResponse()',
    async act({ client }) {
      const { data, response, request_id } = await client.messages.create(messageBody).withResponse();
      return { data, response: describeResponse(response), request_id };
    },
    records: [messageRecord],
  }),
  anthropicCase({
    name: 'gives the same Response from asResponse(), before and after it is read',
    async act({ client }) {
      const response = await client.messages.create(messageBody).asResponse();
      const before = describeResponse(response);
      const json: unknown = await response.json();
      const again = await response.text().then(String, (error: Error) => error.message);
      return { before, json, again, after: describeResponse(response) };
    },
    records: [messageRecord],
  }),
  anthropicCase({
    name: 'lets a promise be awaited, raced and chained more than once, for one request',
    async act({ client }) {
      const promise = client.messages.create(messageBody);
      const order: string[] = [];
      const chained = promise.then((answer) => answer['id']).finally(() => order.push('finally'));
      const answers = await Promise.all([promise, promise, chained, promise.catch(() => 'never')]);
      return { answers, order, same: answers[0] === answers[1] };
    },
    records: [messageRecord],
  }),
  anthropicCase({
    name: 'sends a request that nobody awaits',
    async act({ client, server }) {
      const promise = client.messages.create(messageBody);
      const entry = await server.request(0);
      await entry.ended;
      return await promise;
    },
    records: [messageRecord],
  }),
  anthropicCase({
    name: 'gives the same answer when it asks for tools',
    act: ({ client }) => client.messages.create({ ...messageBody, tools: [weatherTool] }),
    records: [messageRecord],
  }),
  anthropicCase({
    name: 'gives the same answer when it comes compressed',
    async act({ client, server }) {
      server.next({ gzip: true });
      return client.messages.create(messageBody);
    },
    records: [messageRecord],
  }),
  anthropicCase({
    name: 'gives the same answer when it comes byte by byte',
    async act({ client, server }) {
      server.next({ writes: [1], text: 'Zwölf Boxkämpfer 🥊' });
      return client.messages.create(messageBody);
    },
    records: [messageRecord],
  }),
  anthropicCase({
    name: 'keeps ten calls at once apart',
    async act({ client, server }) {
      server.always((request) => ({ usage: { inputTokens: 100 + Number(request.json['top_k']), outputTokens: 30 } }));
      const seeds = Array.from({ length: 10 }, (_, seed) => seed);
      const answers = await Promise.all(seeds.map((topK) => client.messages.create({ ...messageBody, top_k: topK })));
      return answers.map((answer) => answer['usage']);
    },
    records: Array.from({ length: 10 }, (_, seed) => ({
      operation: 'messages',
      promptTokens: 100 + seed,
      totalTokens: 130 + seed,
    })),
  }),
  ...Object.entries(webBodyReaders).map(([how, read]) =>
    anthropicCase({
      name: `lets an answer be read by ${how}`,
      async act({ client }) {
        const response = await client.messages.create(messageBody).asResponse();
        const text = await read(response);
        return { text, bodyUsed: response.bodyUsed };
      },
      records: [messageRecord],
    }),
  ),
];
