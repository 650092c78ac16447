import { CallDeniedError, createTracker, MemoryAdapter, type Tracker, type TrackingData } from '@llm-tracker/core';
import { type AnthropicClient, anthropicProvider } from '@llm-tracker/provider-anthropic';
import { createGate, startWireServer, type WireServer } from '@llm-tracker/testing';
import { describe, expect, test } from 'vitest';
import {
  AnthropicAws,
  AnthropicBedrock,
  AnthropicBedrockMantle,
  AnthropicFoundry,
  AnthropicVertex,
} from '../tools/sdk-matrix/anthropic-platforms.ts';

type Message = { id: string; usage: object };
type Body = Record<string, unknown>;
/** What all of them have, whatever the types of their own versions say. */
type PlatformClient = AnthropicClient & {
  messages: { create(body: Body): Promise<Message> & Promise<AsyncIterable<object>> };
  beta: { messages: { create(body: Body): Promise<Message> & Promise<AsyncIterable<object>> } };
  withOptions(options: object): PlatformClient;
};

interface Platform {
  name: string;
  model: string;
  create(server: WireServer): unknown;
  expected: Partial<TrackingData>;
  priceContext: Record<string, string>;
}

const awsKeys = { awsAccessKey: 'AKIATEST', awsSecretKey: 'secret' };
const platforms: readonly Platform[] = [
  {
    name: 'AnthropicBedrock',
    model: 'eu.anthropic.claude-haiku-4-5-20251001-v1:0',
    create: (server) => new AnthropicBedrock({ baseURL: server.url, awsRegion: 'eu-west-1', ...awsKeys }),
    expected: { provider: 'bedrock', region: 'eu-west-1', priceKey: 'eu.anthropic.claude-haiku-4-5-20251001-v1:0' },
    priceContext: {},
  },
  {
    name: 'AnthropicBedrockMantle',
    model: 'anthropic.claude-haiku-4-5',
    create: (server) => new AnthropicBedrockMantle({ baseURL: server.url, awsRegion: 'us-east-1', apiKey: 'key' }),
    expected: {
      provider: 'bedrock_mantle',
      region: 'us-east-1',
      priceKey: 'bedrock_mantle/anthropic.claude-haiku-4-5',
    },
    priceContext: {},
  },
  {
    name: 'AnthropicVertex',
    model: 'claude-haiku-4-5@20251001',
    create: (server) =>
      new AnthropicVertex({
        baseURL: `${server.url}/v1`,
        region: 'europe-west1',
        projectId: 'project-1',
        authClient: { getRequestHeaders: async () => new Headers({ authorization: 'Bearer token' }) } as never,
        fetch: vertexFetch,
      }),
    expected: { provider: 'vertex', region: 'europe-west1', priceKey: 'vertex_ai/claude-haiku-4-5@20251001' },
    priceContext: { location: 'europe-west1' },
  },
  {
    name: 'AnthropicFoundry',
    model: 'claude-sonnet-5-5',
    create: (server) => new AnthropicFoundry({ baseURL: `${server.url}/anthropic/`, apiKey: 'key' }),
    expected: { provider: 'azure_ai', region: null, priceKey: 'azure_ai/claude-sonnet-5-5' },
    priceContext: {},
  },
  {
    name: 'AnthropicAws',
    model: 'claude-haiku-4-5',
    create: (server) =>
      new AnthropicAws({ baseURL: server.url, awsRegion: 'us-west-2', workspaceId: 'workspace-1', apiKey: 'key' }),
    expected: { provider: 'claude', region: 'us-west-2', priceKey: 'bedrock/claude_platform/claude-haiku-4-5' },
    priceContext: { platform: 'aws' },
  },
];

/** Vertex AI takes the same bodies at paths of its own. */
const vertexFetch: typeof fetch = (url, init) => {
  const match = /^(.*)\/v1\/projects\/[^/]+\/locations\/[^/]+\/publishers\/anthropic\/models\/([^:]+):/.exec(
    String(url),
  );
  const headers = new Headers(init?.headers);
  headers.set('anthropic-version', 'vertex');
  const body = { ...JSON.parse(String(init?.body)), model: match?.[2]?.split('@')[0] };
  return fetch(`${match?.[1]}/v1/messages`, { ...init, headers, body: JSON.stringify(body) });
};

describe.each(platforms)('$name', ({ model, create, expected, priceContext }) => {
  const body = { model, max_tokens: 100, messages: [{ role: 'user', content: 'What is the answer?' }] };
  const usage = { inputTokens: 120, cachedInputTokens: 64, outputTokens: 30 };
  const totals = { promptTokens: 120, cachedPromptTokens: 64, completionTokens: 30, success: true, httpStatus: 200 };

  async function withClients(
    run: (tracked: PlatformClient, bare: PlatformClient, server: WireServer, tracker: Tracker) => Promise<void>,
  ): Promise<TrackingData[]> {
    await using server = await startWireServer();
    await using tracker = createTracker({ projectName: 'shop', database: new MemoryAdapter(), onEvent: () => {} });
    await tracker.connect();
    server.always({ usage });
    const client = create(server) as PlatformClient;
    const tracked = tracker.use(anthropicProvider(client));
    expect(tracked).toBe(client);
    await run(tracked, create(server) as PlatformClient, server, tracker);
    return tracker.listCalls({ order: 'oldest' });
  }

  test('records messages, plain and streamed, under its own provider, region and price', async () => {
    const rows = await withClients(async (tracked, bare) => {
      expect(withoutId(await tracked.messages.create(body))).toEqual(withoutId(await bare.messages.create(body)));
      const streamed = await collect(await tracked.beta.messages.create({ ...body, stream: true }));
      expect(streamed).toHaveLength((await collect(await bare.beta.messages.create({ ...body, stream: true }))).length);
    });
    expect(rows).toMatchObject([
      { ...totals, ...expected, requestedModel: model, streamed: false, costStatus: 'priced' },
      { ...totals, ...expected, requestedModel: model, streamed: true, costStatus: 'priced' },
    ]);
    for (const row of rows) expect(row.details.priceContext ?? {}).toMatchObject(priceContext);
  });

  test('groups the retries of one call, also of a clone', async () => {
    const rows = await withClients(async (tracked, _bare, server) => {
      server.next({ status: 429, headers: { 'retry-after-ms': '1' } });
      await tracked.withOptions({ maxRetries: 1 }).messages.create(body);
    });
    expect(rows).toMatchObject([{ ...totals, ...expected, attempts: 2 }]);
  });

  test('closes the connection when the app leaves a stream', async () => {
    const rows = await withClients(async (tracked, _bare, server) => {
      const gate = createGate();
      gate.open(3);
      server.next({ gate, textEvents: 100 });
      for await (const _ of await tracked.messages.create({ ...body, stream: true })) break;
      expect(await server.requests[0]?.ended).toBe('closed-by-client');
    });
    expect(rows).toMatchObject([{ ...expected, success: true, errorCode: 'aborted', usageSource: 'partial' }]);
  });

  test('denies a call before anything is sent', async () => {
    const rows = await withClients(async (tracked, _bare, server, tracker) => {
      tracker.use({
        name: 'guard',
        install: (host) =>
          host.guardCalls(() => {
            throw new CallDeniedError('over budget');
          }),
      });
      await expect(tracked.messages.create(body)).rejects.toThrow(CallDeniedError);
      expect(server.requests).toHaveLength(0);
    });
    expect(rows).toMatchObject([{ provider: expected.provider, errorCode: 'denied', attempts: 0 }]);
  });
});

async function collect(stream: AsyncIterable<object>): Promise<object[]> {
  const events: object[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

function withoutId(message: Message): object {
  return { ...message, id: 'msg' };
}
