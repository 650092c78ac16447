import { createTracker, MemoryAdapter, type TrackingData } from '@llm-tracker/core';
import { anthropicProvider } from '@llm-tracker/provider-anthropic';
import { startWireServer, type WireScenario } from '@llm-tracker/testing';
import { describe, expect, test } from 'vitest';
import {
  Anthropic1,
  Anthropic0137,
  fallbackMiddleware1,
  fallbackMiddleware0137,
} from '../tools/sdk-matrix/anthropic.ts';

const body = { max_tokens: 100, messages: [{ role: 'user' as const, content: 'What is the answer?' }] };
const usage = { inputTokens: 120, cachedInputTokens: 0, outputTokens: 30 };

/** Ends a message, or its stream, as a refusal that another model may answer. */
const refusing: WireScenario = {
  usage: { ...usage, outputTokens: 4 },
  rewrite(data) {
    const stop = {
      stop_reason: 'refusal',
      stop_details: { type: 'refusal', category: null, fallback_credit_token: 'credit-1' },
    };
    const { type, delta } = data as { type: string; delta: object };
    if (type === 'message') return { ...(data as object), ...stop };
    return type === 'message_delta' ? { ...(data as object), delta: { ...delta, ...stop } } : data;
  },
};

const fallbacks = [{ model: 'claude-sonnet-4-5' }];
const options = { apiKey: 'sk-ant-test', logLevel: 'off' as const };

describe.each([
  {
    version: '0.137',
    createClient: (baseURL: string) =>
      new Anthropic0137({ ...options, baseURL, middleware: [fallbackMiddleware0137(fallbacks)] }),
  },
  {
    version: '1',
    createClient: (baseURL: string) =>
      new Anthropic1({ ...options, baseURL, middleware: [fallbackMiddleware1(fallbacks)] }),
  },
])("@anthropic-ai/sdk $version's own fallback to another model", ({ createClient }) => {
  async function recordsOf(run: (client: Anthropic1) => Promise<void>): Promise<TrackingData[]> {
    await using server = await startWireServer();
    await using tracker = createTracker({ projectName: 'shop', database: new MemoryAdapter(), onEvent: () => {} });
    await tracker.connect();
    server.always({ usage });
    server.next(refusing);
    // The two differ in types that this test does not touch.
    await run(tracker.use(anthropicProvider(createClient(server.url) as Anthropic1)));
    return tracker.listCalls({ order: 'oldest' });
  }
  const expected = [
    { requestedModel: 'claude-haiku-4-5', model: 'claude-haiku-4-5-20251001', promptTokens: 120, completionTokens: 4 },
    {
      requestedModel: 'claude-sonnet-4-5',
      model: 'claude-sonnet-4-5-20250929',
      promptTokens: 120,
      completionTokens: 30,
    },
  ];

  test('is two calls, each at its own model', async () => {
    const rows = await recordsOf(async (client) => {
      const message = await client.beta.messages.create({ ...body, model: 'claude-haiku-4-5' });
      expect(message.content[0]).toMatchObject({ type: 'fallback' });
    });
    expect(rows).toMatchObject(expected.map((row) => ({ ...row, attempts: 1, streamed: false, success: true })));
  });

  test('is two calls also where two streams are joined to one', async () => {
    const rows = await recordsOf(async (client) => {
      const stream = await client.beta.messages.create({ ...body, model: 'claude-haiku-4-5', stream: true });
      const types: string[] = [];
      for await (const event of stream) types.push(event.type);
      expect(types.filter((type) => type === 'message_stop')).toHaveLength(1);
    });
    expect(rows).toMatchObject(expected.map((row) => ({ ...row, attempts: 1, streamed: true, success: true })));
  });
});
