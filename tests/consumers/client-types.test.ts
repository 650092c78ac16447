import { ConfigurationError, createTracker, MemoryAdapter } from '@llm-tracker/core';
import { azureOpenaiProvider } from '@llm-tracker/provider-azure-openai';
import { openaiProvider } from '@llm-tracker/provider-openai';
import { expect, expectTypeOf, test } from 'vitest';
import { Groq } from '../tools/sdk-matrix/groq.ts';
import {
  AzureOpenAI4,
  AzureOpenAI5,
  AzureOpenAI6,
  AzureOpenAI7,
  OpenAI4,
  OpenAI5,
  OpenAI6,
  OpenAI7,
} from '../tools/sdk-matrix/openai.ts';

const tracker = createTracker({ projectName: 'shop', database: new MemoryAdapter() });
const options = { apiKey: 'sk-test' };

class AppClient extends OpenAI7 {
  readonly appOwn = true;
}

test('use() returns exactly the client that it is given, in type and at run time', () => {
  const openai4 = new OpenAI4(options);
  const tracked4 = tracker.use(openaiProvider(openai4));
  expectTypeOf(tracked4).toEqualTypeOf<OpenAI4>();
  expect(tracked4).toBe(openai4);

  const openai5 = new OpenAI5(options);
  const tracked5 = tracker.use(openaiProvider(openai5));
  expectTypeOf(tracked5).toEqualTypeOf<OpenAI5>();
  expect(tracked5).toBe(openai5);

  const openai6 = new OpenAI6(options);
  const tracked6 = tracker.use(openaiProvider(openai6));
  expectTypeOf(tracked6).toEqualTypeOf<OpenAI6>();
  expect(tracked6).toBe(openai6);

  const openai7 = new OpenAI7(options);
  const tracked7 = tracker.use(openaiProvider(openai7));
  expectTypeOf(tracked7).toEqualTypeOf<OpenAI7>();
  expect(tracked7).toBe(openai7);

  const own = new AppClient(options);
  const trackedOwn = tracker.use(openaiProvider(own));
  expectTypeOf(trackedOwn).toEqualTypeOf<AppClient>();
  expect(trackedOwn.appOwn).toBe(true);
});

test('use() returns the clients of Azure and of other vendors as they are, too', () => {
  const azure = { endpoint: 'https://resource.openai.azure.com', apiKey: 'key', apiVersion: '2024-10-21' };
  expectTypeOf(tracker.use(azureOpenaiProvider(new AzureOpenAI4(azure)))).toEqualTypeOf<AzureOpenAI4>();
  expectTypeOf(tracker.use(azureOpenaiProvider(new AzureOpenAI5(azure)))).toEqualTypeOf<AzureOpenAI5>();
  expectTypeOf(tracker.use(azureOpenaiProvider(new AzureOpenAI6(azure)))).toEqualTypeOf<AzureOpenAI6>();
  expectTypeOf(tracker.use(azureOpenaiProvider(new AzureOpenAI7(azure)))).toEqualTypeOf<AzureOpenAI7>();
  expectTypeOf(tracker.use(openaiProvider(new AzureOpenAI7(azure)))).toEqualTypeOf<AzureOpenAI7>();

  const groq = new Groq(options);
  const trackedGroq = tracker.use(openaiProvider(groq, { provider: 'groq' }));
  expectTypeOf(trackedGroq).toEqualTypeOf<Groq>();
  expect(trackedGroq).toBe(groq);
});

test('a client that is none is a compile error and a ConfigurationError', () => {
  // @ts-expect-error a key is no client
  expect(() => tracker.use(openaiProvider('sk-test'))).toThrow(ConfigurationError);
  // @ts-expect-error an empty object is no client
  expect(() => tracker.use(openaiProvider({}))).toThrow(ConfigurationError);
  // @ts-expect-error neither is nothing
  expect(() => tracker.use(openaiProvider(undefined))).toThrow(ConfigurationError);
  const anthropic = { baseURL: 'https://api.anthropic.com', maxRetries: 2, messages: { create: async () => ({}) } };
  // @ts-expect-error nor the client of another vendor
  expect(() => tracker.use(openaiProvider(anthropic))).toThrow(ConfigurationError);
  // @ts-expect-error nor the class itself
  expect(() => tracker.use(openaiProvider(OpenAI7))).toThrow(ConfigurationError);
});
