import { describeResponse } from '../describe-value.ts';
import type { ProviderCase } from '../provider-case.ts';
import { nodeBodyReaders, webBodyReaders } from '../read-body.ts';
import { chatBody, weatherTool } from './chat-bodies.ts';
import { chatRecord } from './chat-records.ts';
import { type OpenaiContext, openaiCase, skipUnless } from './openai-case.ts';

/** Whole answers, by every way in which an app may take them. */
export const answerCases: readonly ProviderCase<OpenaiContext>[] = [
  openaiCase({
    name: 'gives the same chat answer, its hidden request id included',
    act: async ({ client }) => client.chat.completions.create({ ...chatBody, n: 2 }),
    records: [chatRecord],
  }),
  openaiCase({
    name: 'gives the same answer and Response from withResponse()',
    async act({ client }) {
      const { data, response, request_id } = await client.chat.completions.create(chatBody).withResponse();
      return { data, response: describeResponse(response), request_id };
    },
    records: [chatRecord],
  }),
  openaiCase({
    name: 'gives the same Response from asResponse(), before and after it is read',
    async act({ client }) {
      const response = await client.chat.completions.create(chatBody).asResponse();
      const before = describeResponse(response);
      const json: unknown = await response.json();
      const again = await response.text().then(String, (error: Error) => error.message);
      return { before, json, again, after: describeResponse(response) };
    },
    records: [chatRecord],
  }),
  openaiCase({
    name: 'lets a promise be awaited, raced and chained more than once, for one request',
    async act({ client }) {
      const promise = client.chat.completions.create(chatBody);
      const order: string[] = [];
      const chained = promise.then((answer) => answer['id']).finally(() => order.push('finally'));
      const answers = await Promise.all([promise, promise, chained, promise.catch(() => 'never')]);
      return { answers, order, same: answers[0] === answers[1] };
    },
    records: [chatRecord],
  }),
  openaiCase({
    name: 'sends a request that nobody awaits',
    async act({ client, server }) {
      const promise = client.chat.completions.create(chatBody);
      const entry = await server.request(0);
      await entry.ended;
      return await promise;
    },
    records: [chatRecord],
  }),
  openaiCase({
    name: 'gives the same answer when it asks for tools',
    act: ({ client }) => client.chat.completions.create({ ...chatBody, tools: [weatherTool] }),
    records: [chatRecord],
  }),
  openaiCase({
    name: 'records the tier that served, not the one asked for',
    act: ({ client }) => client.chat.completions.create({ ...chatBody, service_tier: 'flex' }),
    records: [{ ...chatRecord, serviceTier: 'flex' }],
  }),
  openaiCase({
    name: 'gives the same answer when it comes compressed',
    async act({ client, server }) {
      server.next({ gzip: true });
      return client.chat.completions.create(chatBody);
    },
    records: [chatRecord],
  }),
  openaiCase({
    name: 'gives the same answer when it comes byte by byte',
    async act({ client, server }) {
      server.next({ writes: [1], text: 'Zwölf Boxkämpfer 🥊' });
      return client.chat.completions.create(chatBody);
    },
    records: [chatRecord],
  }),
  openaiCase({
    name: 'keeps ten calls at once apart',
    async act({ client, server }) {
      server.always((request) => ({ usage: { inputTokens: 100 + Number(request.json['seed']), outputTokens: 30 } }));
      const seeds = Array.from({ length: 10 }, (_, seed) => seed);
      const answers = await Promise.all(seeds.map((seed) => client.chat.completions.create({ ...chatBody, seed })));
      return answers.map((answer) => answer['usage']);
    },
    records: Array.from({ length: 10 }, (_, seed) => ({
      operation: 'chat',
      promptTokens: 100 + seed,
      totalTokens: 130 + seed,
    })),
  }),
  ...readerCases('web', webBodyReaders),
  ...readerCases('node', nodeBodyReaders),
];

function readerCases(kind: 'web' | 'node', readers: typeof webBodyReaders): ProviderCase<OpenaiContext>[] {
  return Object.entries(readers).map(([how, read]) =>
    openaiCase({
      name: `lets an answer be read by ${how} (${kind} body)`,
      skipReason: skipUnless(kind),
      async act({ client }) {
        const response = await client.chat.completions.create(chatBody).asResponse();
        const text = await read(response);
        return { text, bodyUsed: response.bodyUsed };
      },
      records: [chatRecord],
    }),
  );
}
