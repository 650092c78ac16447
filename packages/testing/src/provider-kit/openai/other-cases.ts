import type { JsonObject } from '../../wire-server/wire-format.ts';
import type { ProviderCase } from '../provider-case.ts';
import { kitUsage } from '../run-trial.ts';
import { type OpenaiContext, openaiCase } from './openai-case.ts';

/** Small endpoints, and those that nobody knows yet: what reports usage is counted, nothing else is. */
export const otherCases: readonly ProviderCase<OpenaiContext>[] = [
  openaiCase({
    name: 'records a moderation as one request, for nothing',
    needs: 'moderations',
    act: ({ client }) => client.moderations.create({ model: 'omni-moderation-latest', input: 'harmless' }),
    records: (context) => [
      {
        operation: 'moderations',
        model: 'omni-moderation-latest',
        totalTokens: null,
        units: { request: 1 },
        // Only OpenAI itself is known to offer it, for nothing.
        ...(context.provider === 'openai' ? { costStatus: 'priced', costUsdExact: '0' } : {}),
      },
    ],
  }),
  openaiCase({
    name: 'counts decisions',
    needs: 'decisions',
    act: ({ client }) =>
      client.decisions.create({ model: 'gpt-5-mini', input: 'harmless', questions: [{ type: 'predicate' }] }),
    records: [
      {
        operation: 'decisions',
        model: 'gpt-5-mini-2025-08-07',
        requestedModel: 'gpt-5-mini',
        promptTokens: 120,
        completionTokens: 30,
      },
    ],
  }),
  openaiCase({
    name: 'counts an endpoint that it does not know, by the usage in its answer',
    act: ({ client, context: { pathPrefix = '' } }) =>
      client.post(`${pathPrefix}/future/answers`, { body: { model: 'gpt-4o', input: 'What is the answer?' } }),
    records: [
      {
        operation: 'future.answers',
        model: 'gpt-4o-2024-08-06',
        requestedModel: 'gpt-4o',
        usageSource: 'reported',
        promptTokens: 120,
        completionTokens: 30,
      },
    ],
  }),
  openaiCase({
    name: 'records nothing of an endpoint that it does not know and whose answer has no usage, or fails',
    async act({ client, server, context: { pathPrefix = '' } }) {
      server.always({ usage: kitUsage, rewrite: withoutUsage });
      const plain = await client.post(`${pathPrefix}/future/things`, { body: { name: 'thing' } });
      server.next({ status: 404 });
      const failed = await client
        .post('/future/things', { body: { name: 'thing' } })
        .catch((error: Error) => error.message);
      return { plain, failed };
    },
    records: [],
  }),
  openaiCase({
    name: 'does not count the tokens that an answer would use',
    needs: 'responses.inputTokens',
    act: ({ client }) => client.responses.inputTokens.count({ model: 'gpt-4o-mini', input: 'What is the answer?' }),
    records: [],
  }),
];

function withoutUsage(data: unknown): unknown {
  const { usage: _, ...rest } = data as JsonObject;
  return rest;
}
