import { describeError } from '../describe-value.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { type AnthropicContext, anthropicCase, skipBefore, skipFrom } from './anthropic-case.ts';
import { messageBody, streamBody } from './message-bodies.ts';
import { messageRecord, noTokens } from './message-records.ts';

const completionBody = { model: 'claude-2.1', max_tokens_to_sample: 50, prompt: '\n\nHuman: hi\n\nAssistant:' };
const completionRecord = {
  ...noTokens,
  operation: 'completions',
  model: 'claude-2.1',
  requestedModel: 'claude-2.1',
  success: true,
  attempts: 1,
  costStatus: 'unmeasured' as const,
};

const batchRecord = (({ providerRequestId: _, httpStatus: _status, costUsdExact: _cost, ...record }) => ({
  ...record,
  requestedModel: null,
  serviceTier: 'batch',
  costUsdExact: '0.0001062',
}))(messageRecord);

const agentRecord = {
  provider: 'claude',
  model: 'claude-haiku-4-5',
  promptTokens: 120,
  cachedPromptTokens: 64,
  completionTokens: 30,
  usageSource: 'reported' as const,
  costUsdExact: '0.0002124',
};

/** Every other resource: what spends tokens is counted, what only reads is not, and all give what they gave. */
export const resourceCases: readonly ProviderCase<AnthropicContext>[] = [
  anthropicCase({
    name: 'counts tokens for nothing',
    act: async ({ client }) => [
      await client.messages.countTokens(messageBody),
      await client.beta.messages.countTokens(messageBody),
    ],
    records: [],
  }),
  anthropicCase({
    name: 'reads models, by page and by for await, for nothing',
    async act({ client }) {
      const page = await client.models.list();
      const next = page.hasNextPage() ? await page.getNextPage() : page;
      const everything: unknown[] = [];
      for await (const model of client.models.list()) everything.push(model);
      return { first: page.data, second: next.data, everything, one: await client.models.retrieve('claude-haiku-4-5') };
    },
    records: [],
  }),
  anthropicCase({
    name: 'records each message of a batch once, however often its results are read',
    async act({ client }) {
      const requests = ['one', 'two', 'error'].map((customId) => ({ custom_id: customId, params: messageBody }));
      const batch = await client.messages.batches.create({ requests });
      const retrieved = await client.messages.batches.retrieve(batch.id);
      const first = await collect(await client.messages.batches.results(batch.id));
      const second = await collect(await client.messages.batches.results(batch.id));
      return { batch, retrieved, first, second, listed: (await client.messages.batches.list()).data };
    },
    records: [batchRecord, batchRecord],
  }),
  anthropicCase({
    name: 'records the messages of a batch of the beta API, and none of one that is cancelled or deleted',
    async act({ client }) {
      const { batches } = client.beta.messages;
      const batch = await batches.create({ requests: [{ custom_id: 'one', params: messageBody }] });
      const results = await collect(await batches.results(batch.id));
      return { results, cancelled: await batches.cancel(batch.id), deleted: await batches.delete(batch.id) };
    },
    records: [batchRecord],
  }),
  anthropicCase({
    name: 'leaves the results of a batch that the app stops reading',
    async act({ client, server }) {
      const requests = ['one', 'two'].map((customId) => ({ custom_id: customId, params: messageBody }));
      const batch = await client.messages.batches.create({ requests });
      const results: unknown[] = [];
      server.next({}, { writes: [2000] });
      for await (const result of await client.messages.batches.results(batch.id)) {
        results.push(result);
        break;
      }
      return results;
    },
  }),
  anthropicCase({
    name: 'gives the same legacy completion, plain and streamed, whose tokens nobody reports',
    skipReason: skipFrom('1.0', 'completions'),
    act: async ({ client }) => [
      await client.completions?.create(completionBody),
      await collect((await client.completions?.create({ ...completionBody, stream: true })) ?? nothing()),
    ],
    records: [completionRecord, { ...completionRecord, streamed: true }],
  }),
  anthropicCase({
    name: 'counts what goes through client.post(), and not what goes through client.get()',
    act: async ({ client }) => [
      await client.post('/v1/messages', { body: messageBody }),
      await client.get('/v1/models/claude-haiku-4-5'),
      await client.post('/v1/messages/count_tokens', { body: messageBody }),
    ],
    records: [messageRecord],
  }),
  anthropicCase({
    name: 'records an endpoint that nobody knows when its answer reports usage, and only then',
    async act({ client, server }) {
      server.next({}, { rewrite: () => ({ ok: true }) }, { status: 404 });
      return [
        await client.post('/v1/summaries', { body: messageBody }),
        await client.post('/v1/summaries', { body: messageBody }),
        await client.post('/v1/summaries', { body: messageBody }).catch(describeError),
        await client.post('/v1/files/file_1/scan', { body: {} }),
      ];
    },
    records: [{ ...messageRecord, operation: 'summaries' }],
  }),
  anthropicCase({
    name: 'records what the model of a session used, once, whether its events are streamed or listed',
    skipReason: skipBefore('0.90', 'sessions'),
    async act({ client }) {
      const sessions = client.beta.sessions;
      if (sessions === undefined) throw new Error('The client has no beta.sessions.');
      const session = await sessions.create({ agent: 'agent_1', environment_id: 'env_1' });
      await sessions.events.send(session.id, { events: [{ type: 'user.message', content: [] }] });
      const streamed = await collect(await sessions.events.stream(session.id));
      const listed: unknown[] = [];
      for await (const event of sessions.events.list(session.id)) listed.push(event);
      return { session, streamed, listed, again: await sessions.retrieve(session.id) };
    },
    records: [{ ...agentRecord, operation: 'sessions' }],
  }),
  anthropicCase({
    name: 'records what a dream used once it has ended, however often it is asked for',
    skipReason: skipBefore('0.120', 'dreams'),
    async act({ client }) {
      const dreams = client.beta.dreams;
      if (dreams === undefined) throw new Error('The client has no beta.dreams.');
      const dream = await dreams.create({ model: 'claude-haiku-4-5', inputs: [] });
      return [dream, await dreams.retrieve(dream.id), await dreams.retrieve(dream.id)];
    },
    records: [{ ...agentRecord, operation: 'dreams', responseId: /^drm_/ }],
  }),
  anthropicCase({
    name: 'counts a message of a client whose base URL has a path',
    async act(app) {
      const client = app.createClient({ baseURL: `${app.server.url}/gateway/anthropic/` });
      return [await client.messages.create(messageBody), await collect(await client.messages.create(streamBody))];
    },
    records: [messageRecord, { ...messageRecord, streamed: true }],
  }),
];

async function* nothing(): AsyncGenerator<never> {
  // A client without completions.
}
