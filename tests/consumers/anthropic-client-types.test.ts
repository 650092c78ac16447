import { ConfigurationError, createTracker, MemoryAdapter } from '@llm-tracker/core';
import { anthropicProvider } from '@llm-tracker/provider-anthropic';
import { expect, expectTypeOf, test } from 'vitest';
import { Anthropic1, Anthropic060, Anthropic0137 } from '../tools/sdk-matrix/anthropic.ts';
import {
  AnthropicAws,
  AnthropicBedrock,
  AnthropicBedrockMantle,
  AnthropicFoundry,
  AnthropicVertex,
} from '../tools/sdk-matrix/anthropic-platforms.ts';

const tracker = createTracker({ projectName: 'shop', database: new MemoryAdapter(), onEvent: () => {} });
const options = { apiKey: 'sk-ant-test' };

class AppClient extends Anthropic1 {
  readonly appOwn = true;
}

test('use() returns exactly the client that it is given, in type and at run time', () => {
  const anthropic060 = new Anthropic060(options);
  const tracked060 = tracker.use(anthropicProvider(anthropic060));
  expectTypeOf(tracked060).toEqualTypeOf<Anthropic060>();
  expect(tracked060).toBe(anthropic060);

  const anthropic0137 = new Anthropic0137(options);
  const tracked0137 = tracker.use(anthropicProvider(anthropic0137));
  expectTypeOf(tracked0137).toEqualTypeOf<Anthropic0137>();
  expect(tracked0137).toBe(anthropic0137);

  const anthropic1 = new Anthropic1(options);
  const tracked1 = tracker.use(anthropicProvider(anthropic1));
  expectTypeOf(tracked1).toEqualTypeOf<Anthropic1>();
  expect(tracked1).toBe(anthropic1);

  const own = new AppClient(options);
  const trackedOwn = tracker.use(anthropicProvider(own));
  expectTypeOf(trackedOwn).toEqualTypeOf<AppClient>();
  expect(trackedOwn.appOwn).toBe(true);
});

test('the clients of other platforms are clients too', () => {
  const bedrock = tracker.use(anthropicProvider(new AnthropicBedrock({ ...options, awsRegion: 'eu-west-1' })));
  expectTypeOf(bedrock).toEqualTypeOf<AnthropicBedrock>();
  const mantle = tracker.use(anthropicProvider(new AnthropicBedrockMantle({ ...options, awsRegion: 'eu-west-1' })));
  expectTypeOf(mantle).toEqualTypeOf<AnthropicBedrockMantle>();
  const authClient = { getRequestHeaders: async () => new Headers() } as never;
  const vertex = tracker.use(
    anthropicProvider(new AnthropicVertex({ region: 'us-east5', projectId: 'project-1', authClient })),
  );
  expectTypeOf(vertex).toEqualTypeOf<AnthropicVertex>();
  const foundry = tracker.use(anthropicProvider(new AnthropicFoundry({ ...options, resource: 'mine' })));
  expectTypeOf(foundry).toEqualTypeOf<AnthropicFoundry>();
  const aws = tracker.use(
    anthropicProvider(new AnthropicAws({ ...options, awsRegion: 'us-west-2', workspaceId: 'workspace-1' })),
  );
  expectTypeOf(aws).toEqualTypeOf<AnthropicAws>();
});

test('a client that is none is a compile error and a ConfigurationError', () => {
  // @ts-expect-error a key is no client
  expect(() => tracker.use(anthropicProvider('sk-ant-test'))).toThrow(ConfigurationError);
  // @ts-expect-error an empty object is no client
  expect(() => tracker.use(anthropicProvider({}))).toThrow(ConfigurationError);
  // @ts-expect-error neither is nothing
  expect(() => tracker.use(anthropicProvider(undefined))).toThrow(ConfigurationError);
  const openai = { baseURL: 'https://api.openai.com', maxRetries: 2, chat: { completions: {} }, embeddings: {} };
  // @ts-expect-error nor the client of another vendor
  expect(() => tracker.use(anthropicProvider(openai))).toThrow(ConfigurationError);
  // @ts-expect-error nor the class itself
  expect(() => tracker.use(anthropicProvider(Anthropic1))).toThrow(ConfigurationError);
  // One that only looks like it is told at run time.
  const hollow = { baseURL: 'https://api.anthropic.com', maxRetries: 2, messages: { create: async () => ({}) } };
  expect(() => tracker.use(anthropicProvider(hollow))).toThrow(
    'anthropicProvider(client) must be a client of @anthropic-ai/sdk',
  );
});

test('options that are none are told at once', () => {
  const client = new Anthropic1(options);
  expect(() => anthropicProvider(client, { provider: 'No Id' })).toThrow(ConfigurationError);
  // @ts-expect-error an option that there is not
  expect(() => anthropicProvider(client, { streamUsage: 'auto' })).toThrow(ConfigurationError);
  expect(() => anthropicProvider(client, { provider: undefined })).not.toThrow();
});

test('a second tracker is told that the client is tracked already', () => {
  const client = tracker.use(anthropicProvider(new Anthropic1(options)));
  const told: string[] = [];
  const second = createTracker({
    projectName: 'other',
    database: new MemoryAdapter(),
    onEvent: (event) => told.push(event.type),
  });
  expect(second.use(anthropicProvider(client))).toBe(client);
  expect(told).toEqual(['claude:already_tracked']);
});
