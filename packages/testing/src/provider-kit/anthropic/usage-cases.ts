import type { JsonObject } from '../../wire-server/wire-format.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { kitUsage } from '../run-trial.ts';
import { type AnthropicContext, anthropicCase } from './anthropic-case.ts';
import type { Body } from './anthropic-client.ts';
import { messageBody, streamBody } from './message-bodies.ts';
import { messageRecord, streamRecord } from './message-records.ts';

const opusBody: Body = { ...messageBody, model: 'claude-opus-5' };
const { costUsdExact: _, ...usual } = messageRecord;
const opusRecord = { ...usual, model: 'claude-opus-5', requestedModel: 'claude-opus-5' };

const cacheAndSearch = withUsage({
  input_tokens: 10,
  cache_read_input_tokens: 64,
  cache_creation_input_tokens: 3000,
  cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 2000 },
  server_tool_use: { web_search_requests: 3, web_fetch_requests: 1 },
});
const cacheAndSearchRecord = {
  ...usual,
  model: 'claude-sonnet-4-5-20250929',
  requestedModel: 'claude-sonnet-4-5',
  promptTokens: 3074,
  totalTokens: 3104,
  cacheWriteTokens: 3000,
  // 10 × 3 + 64 × 0.3 + 1000 × 3.75 + 2000 × 6 + 30 × 15 millionths of a dollar, and 3 searches of a cent.
  costUsdExact: '0.0462492',
};

/** What else is billed, or chooses the price. */
export const usageCases: readonly ProviderCase<AnthropicContext>[] = [
  anthropicCase({
    name: 'records cache writes by lifetime, and searches, plain and streamed',
    async act({ client, server }) {
      server.always({ usage: kitUsage, rewrite: cacheAndSearch });
      return [
        await client.messages.create({ ...messageBody, model: 'claude-sonnet-4-5' }),
        await collect(await client.messages.create({ ...streamBody, model: 'claude-sonnet-4-5' })),
      ];
    },
    records: [cacheAndSearchRecord, { ...cacheAndSearchRecord, streamed: true }],
  }),
  anthropicCase({
    name: 'takes from the end of a stream what its start did not know',
    async act({ client, server }) {
      server.next({
        rewrite: (data) => (isEvent(data, 'message_start') ? withUsage({ cache_read_input_tokens: 0 })(data) : data),
      });
      return collect(await client.messages.create(streamBody));
    },
    records: [streamRecord],
  }),
  anthropicCase({
    name: 'keeps from the start of a stream what its end leaves out, or calls null',
    async act({ client, server }) {
      server.next({
        rewrite: (data) =>
          isEvent(data, 'message_delta')
            ? withUsage({ input_tokens: null, cache_read_input_tokens: null, cache_creation_input_tokens: undefined })(
                data,
              )
            : data,
      });
      return collect(await client.messages.create(streamBody));
    },
    records: [streamRecord],
  }),
  anthropicCase({
    name: 'records the tier that served: a committed one has no price',
    async act({ client, server }) {
      server.next({ rewrite: withUsage({ service_tier: 'priority' }) });
      return client.messages.create({ ...messageBody, service_tier: 'auto' });
    },
    records: [{ ...usual, serviceTier: 'priority', costStatus: 'committed', costUsdExact: null }],
  }),
  anthropicCase({
    name: 'prices inference in one country above the usual rate',
    act: ({ client }) => client.beta.messages.create({ ...opusBody, inference_geo: 'us' }),
    // (56 × 5 + 64 × 0.5 + 30 × 25) × 1.1 millionths of a dollar.
    records: [{ ...opusRecord, costUsdExact: '0.0011682' }],
  }),
  anthropicCase({
    name: 'prices fast mode at its own rate, plain and streamed',
    act: async ({ client }) => [
      await client.beta.messages.create({ ...opusBody, speed: 'fast' }),
      await collect(await client.beta.messages.create({ ...streamBody, model: 'claude-opus-5', speed: 'fast' })),
    ],
    records: [false, true].map((streamed) => ({ ...opusRecord, streamed, costUsdExact: '0.002124' })),
  }),
  anthropicCase({
    name: 'records what a compaction used beside the message, and an advisor at its own model',
    async act({ client, server }) {
      const iterations = [
        { type: 'compaction', input_tokens: 500, output_tokens: 40 },
        { type: 'message', input_tokens: 56, cache_read_input_tokens: 64, output_tokens: 30 },
        { type: 'advisor_message', model: 'claude-opus-4-6', input_tokens: 100, output_tokens: 20 },
      ];
      server.next({ rewrite: withUsage({ iterations }) });
      return client.beta.messages.create(messageBody);
    },
    records: [
      {
        ...usual,
        promptTokens: 120 + 500 + 100,
        completionTokens: 30 + 40 + 20,
        totalTokens: 810,
        // 212.4 + 500 × 1 + 40 × 5 + 100 × 5 + 20 × 25 millionths of a dollar.
        costUsdExact: '0.0019124',
      },
    ],
  }),
  anthropicCase({
    name: 'records every attempt at its own model when the API fell back to another',
    async act({ client, server }) {
      const iterations = [
        { type: 'message', model: 'claude-haiku-4-5-20251001', input_tokens: 120, output_tokens: 10 },
        { type: 'fallback_message', model: 'claude-sonnet-4-5', input_tokens: 120, output_tokens: 30 },
      ];
      server.next({ model: 'claude-sonnet-4-5', rewrite: withUsage({ iterations }) });
      return client.beta.messages.create(messageBody);
    },
    records: [
      {
        operation: 'messages',
        model: 'claude-sonnet-4-5',
        requestedModel: 'claude-haiku-4-5',
        promptTokens: 240,
        completionTokens: 40,
        // 120 × 1 + 10 × 5 + 120 × 3 + 30 × 15 millionths of a dollar.
        costUsdExact: '0.00098',
      },
    ],
  }),
];

/** Changes the usage of a message, or of the events of its stream. */
function withUsage(changed: JsonObject): (data: unknown) => unknown {
  return (data) => {
    const { message, usage } = data as { message?: JsonObject; usage?: JsonObject };
    if (message !== undefined) return { ...(data as JsonObject), message: withUsage(changed)(message) };
    return usage === undefined ? data : { ...(data as JsonObject), usage: { ...usage, ...changed } };
  };
}

function isEvent(data: unknown, type: string): boolean {
  return (data as JsonObject)['type'] === type;
}
