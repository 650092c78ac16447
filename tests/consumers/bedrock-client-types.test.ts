import { ConfigurationError, createTracker, MemoryAdapter, type TrackerEvent } from '@llm-tracker/core';
import { bedrockProvider } from '@llm-tracker/provider-bedrock';
import { expect, expectTypeOf, test } from 'vitest';
import { bedrockNewest, bedrockOldest } from '../tools/sdk-matrix/bedrock.ts';
import { OpenAI7 } from '../tools/sdk-matrix/openai.ts';

const tracker = createTracker({ projectName: 'shop', database: new MemoryAdapter() });
const options = { region: 'us-east-1' };

class AppClient extends bedrockNewest.BedrockRuntime {
  readonly appOwn = true;
}

test('use() returns exactly the Bedrock client that it is given, in type and at run time', () => {
  const oldest = new bedrockOldest.BedrockRuntimeClient(options);
  const trackedOldest = tracker.use(bedrockProvider(oldest));
  expectTypeOf(trackedOldest).toEqualTypeOf<InstanceType<typeof bedrockOldest.BedrockRuntimeClient>>();
  expect(trackedOldest).toBe(oldest);

  const newest = new bedrockNewest.BedrockRuntimeClient(options);
  const trackedNewest = tracker.use(bedrockProvider(newest));
  expectTypeOf(trackedNewest).toEqualTypeOf<InstanceType<typeof bedrockNewest.BedrockRuntimeClient>>();
  expect(trackedNewest).toBe(newest);

  const aggregated = new bedrockOldest.BedrockRuntime(options);
  const trackedAggregated = tracker.use(bedrockProvider(aggregated));
  expectTypeOf(trackedAggregated).toEqualTypeOf<InstanceType<typeof bedrockOldest.BedrockRuntime>>();
  expect(trackedAggregated).toBe(aggregated);

  const own = new AppClient(options);
  const trackedOwn = tracker.use(bedrockProvider(own));
  expectTypeOf(trackedOwn).toEqualTypeOf<AppClient>();
  expect(trackedOwn.appOwn).toBe(true);
});

test('a client that is not of Bedrock is a compile error and a ConfigurationError', () => {
  // @ts-expect-error a region is no client
  expect(() => tracker.use(bedrockProvider('us-east-1'))).toThrow(ConfigurationError);
  // @ts-expect-error an empty object is no client
  expect(() => tracker.use(bedrockProvider({}))).toThrow(ConfigurationError);
  // @ts-expect-error neither is nothing
  expect(() => tracker.use(bedrockProvider(undefined))).toThrow(ConfigurationError);
  // @ts-expect-error nor the client of another vendor
  expect(() => tracker.use(bedrockProvider(new OpenAI7({ apiKey: 'sk-test' })))).toThrow(ConfigurationError);
  // @ts-expect-error nor the class itself
  expect(() => tracker.use(bedrockProvider(bedrockNewest.BedrockRuntimeClient))).toThrow(ConfigurationError);
});

test('the client of another AWS service, which no type tells apart, is a ConfigurationError that names it', () => {
  const storage = { ...new bedrockNewest.BedrockRuntimeClient(options), send: () => {} };
  const client = { ...storage, config: { ...storage.config, serviceId: 'S3' } };
  expect(() => bedrockProvider(client)).toThrow(/a BedrockRuntimeClient or BedrockRuntime.*a client of "S3"/);
});

test('a second tracker is told that the client is taken, and leaves it as it is', () => {
  const client = new bedrockNewest.BedrockRuntimeClient(options);
  tracker.use(bedrockProvider(client));
  const stack = client.middlewareStack.identify();
  const events: TrackerEvent[] = [];
  const second = createTracker({
    projectName: 'shop',
    database: new MemoryAdapter(),
    onEvent: (event) => events.push(event),
  });
  expect(second.use(bedrockProvider(client))).toBe(client);
  expect(client.middlewareStack.identify()).toEqual(stack);
  expect(events.map((event) => event.type)).toEqual(['bedrock:already_tracked']);
});
