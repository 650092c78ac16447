import { ConfigurationError, createTracker, MemoryAdapter } from '@llm-tracker/core';
import { geminiProvider } from '@llm-tracker/provider-gemini';
import { expect, expectTypeOf, test } from 'vitest';
import { GoogleGenAI1, GoogleGenAI2, GoogleGenAI3, GoogleGenerativeAI0 } from '../tools/sdk-matrix/google.ts';
import { OpenAI7 } from '../tools/sdk-matrix/openai.ts';

const tracker = createTracker({ projectName: 'shop', database: new MemoryAdapter() });

class AppClient extends GoogleGenAI3 {
  readonly appOwn = true;
}

test('use() returns exactly the Google client that it is given, in type and at run time', () => {
  const genAi1 = new GoogleGenAI1({ apiKey: 'test-key' });
  const tracked1 = tracker.use(geminiProvider(genAi1));
  expectTypeOf(tracked1).toEqualTypeOf<GoogleGenAI1>();
  expect(tracked1).toBe(genAi1);

  const genAi2 = new GoogleGenAI2({ apiKey: 'test-key' });
  const tracked2 = tracker.use(geminiProvider(genAi2));
  expectTypeOf(tracked2).toEqualTypeOf<GoogleGenAI2>();
  expect(tracked2).toBe(genAi2);

  const genAi3 = new GoogleGenAI3({ vertexai: true, apiKey: 'test-key' });
  const tracked3 = tracker.use(geminiProvider(genAi3));
  expectTypeOf(tracked3).toEqualTypeOf<GoogleGenAI3>();
  expect(tracked3).toBe(genAi3);

  const generativeAi = new GoogleGenerativeAI0('test-key');
  const tracked0 = tracker.use(geminiProvider(generativeAi));
  expectTypeOf(tracked0).toEqualTypeOf<GoogleGenerativeAI0>();
  expect(tracked0).toBe(generativeAi);

  const own = new AppClient({ apiKey: 'test-key' });
  const trackedOwn = tracker.use(geminiProvider(own));
  expectTypeOf(trackedOwn).toEqualTypeOf<AppClient>();
  expect(trackedOwn.appOwn).toBe(true);
});

test('a client that is not of Google is a compile error and a ConfigurationError', () => {
  // @ts-expect-error a key is no client
  expect(() => tracker.use(geminiProvider('test-key'))).toThrow(ConfigurationError);
  // @ts-expect-error an empty object is no client
  expect(() => tracker.use(geminiProvider({}))).toThrow(ConfigurationError);
  // @ts-expect-error neither is nothing
  expect(() => tracker.use(geminiProvider(null))).toThrow(/geminiProvider\(client\).*@google\/genai.*null/s);
  // @ts-expect-error nor the client of another vendor
  expect(() => tracker.use(geminiProvider(new OpenAI7({ apiKey: 'sk-test' })))).toThrow(/an object of class OpenAI/);
  // @ts-expect-error nor the class itself
  expect(() => tracker.use(geminiProvider(GoogleGenAI3))).toThrow(ConfigurationError);
  // @ts-expect-error nor a part of the client
  expect(() => tracker.use(geminiProvider(new GoogleGenAI3({ apiKey: 'test-key' }).models))).toThrow(
    ConfigurationError,
  );
});
