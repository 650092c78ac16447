import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { chatBody, streamBody } from './chat-bodies.ts';
import { chatRecord, streamRecord } from './chat-records.ts';
import { type OpenaiContext, openaiCase } from './openai-case.ts';

const embeddingRecord = {
  operation: 'embeddings',
  model: 'text-embedding-3-small',
  requestedModel: 'text-embedding-3-small',
  success: true,
  attempts: 1,
  usageSource: 'reported' as const,
  promptTokens: 120,
  completionTokens: null,
  totalTokens: 120,
};

const completionBody = { model: 'gpt-3.5-turbo-instruct', prompt: 'What is the answer?' };
const completionRecord = {
  ...chatRecord,
  operation: 'completions',
  model: 'gpt-3.5-turbo-instruct:20230824-v2',
  requestedModel: 'gpt-3.5-turbo-instruct',
  responseId: /^cmpl-/,
  serviceTier: null,
};

/** Every other resource: what spends tokens is counted, what only reads is not, and all give what they gave. */
export const resourceCases: readonly ProviderCase<OpenaiContext>[] = [
  openaiCase({
    name: 'decodes embeddings as the bare client does',
    act: ({ client }) => client.embeddings.create({ model: 'text-embedding-3-small', input: ['one', 'two'] }),
    records: [embeddingRecord],
  }),
  openaiCase({
    name: 'gives embeddings as floats to an app that asks for them',
    act: ({ client }) =>
      client.embeddings.create({
        model: 'text-embedding-3-small',
        input: 'one',
        encoding_format: 'float',
        dimensions: 8,
      }),
    records: [embeddingRecord],
  }),
  openaiCase({
    name: 'gives the same legacy completion, plain and streamed',
    needs: 'completions.create',
    act: async ({ client }) => [
      await client.completions.create(completionBody),
      await collect(await client.completions.create({ ...completionBody, stream: true })),
    ],
    records: (context) => [
      completionRecord,
      context.streamUsage === 'never' ? { streamed: true } : { ...completionRecord, streamed: true },
    ],
  }),
  openaiCase({
    name: 'pages through a list by hand and by for await, and counts nothing',
    needs: 'getAPIList',
    async act({ client }) {
      const page = await client.files.list();
      const next = page.hasNextPage() ? await page.getNextPage() : page;
      const everything: unknown[] = [];
      for await (const file of client.files.list({ limit: 2 })) everything.push(file);
      return {
        first: page.data,
        second: next.data,
        more: next.hasNextPage(),
        class: page.constructor.name,
        everything,
      };
    },
    records: [],
  }),
  openaiCase({
    name: 'reads models and files, and counts nothing',
    needs: 'getAPIList',
    async act({ client }) {
      const models: unknown[] = [];
      for await (const model of client.models.list()) models.push(model);
      const content = await client.files.content('file-2');
      return { models, model: await client.models.retrieve('gpt-4o'), content: await content.text() };
    },
    records: [],
  }),
  openaiCase({
    name: 'does not count stored completions, whose usage was counted when they were made',
    needs: 'chat.completions.list',
    async act({ client }) {
      const stored: unknown[] = [];
      for await (const completion of client.chat.completions.list({ limit: 2 })) stored.push(completion);
      return {
        stored,
        one: await client.chat.completions.retrieve('chatcmpl-stored1'),
        updated: await client.chat.completions.update('chatcmpl-stored1', { metadata: { team: 'search' } }),
      };
    },
    records: [],
  }),
  openaiCase({
    name: 'counts what goes through client.post(), and not what goes through client.get()',
    act: async ({ client, context: { pathPrefix = '' } }) => [
      await client.post(`${pathPrefix}/chat/completions`, { body: chatBody }),
      await client.get(`${pathPrefix}/models/gpt-4o`),
    ],
    records: [chatRecord],
  }),
  openaiCase({
    name: 'asks for the usage of a stream that client.post() opens, though only its body says that it is one',
    async act({ client, context: { pathPrefix = '' } }) {
      const stream = client.post(`${pathPrefix}/chat/completions`, { body: streamBody });
      return { text: await (await stream.asResponse()).text() };
    },
    records: (context) => [streamRecord(context)],
  }),
];
