import { openaiProvider } from '@llm-tracker/provider-openai';
import { type OpenaiClient, type OpenaiClientClass, openaiContext, openaiProviderCases } from '@llm-tracker/testing';
import { describe, test } from 'vitest';
import { Groq } from '../tools/sdk-matrix/groq.ts';

describe('groq-sdk', () => {
  const context = openaiContext({
    // The kit types the members that it uses by itself, because the SDKs differ in the rest.
    Client: Groq as unknown as OpenaiClientClass,
    toFile: Groq.toFile,
    // It is made as openai 5 and 6 are.
    major: 6,
    provider: 'groq',
    pathPrefix: '/openai/v1',
    reaching: (server) => ({ baseURL: `${server.url}/groq`, apiKey: 'gsk-test' }),
    install: (tracker, client) => tracker.use(openaiProvider<OpenaiClient>(client, { provider: 'groq' })),
  });
  for (const { name, skipReason, run } of openaiProviderCases) {
    const reason = skipReason(context);
    test.skipIf(reason !== null)(reason === null ? name : `${name}: ${reason}`, () => run(context));
  }
});
