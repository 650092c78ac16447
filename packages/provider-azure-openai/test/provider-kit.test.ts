import { type OpenaiClient, type OpenaiClientClass, openaiContext, openaiProviderCases } from '@llm-tracker/testing';
import { AzureOpenAI, toFile } from 'openai';
import { describe, test } from 'vitest';
import { azureOpenaiProvider } from '../src/index.ts';

describe('AzureOpenAI, newest', () => {
  const context = openaiContext({
    // The kit types the members that it uses by itself, because the majors differ in the rest.
    Client: AzureOpenAI as unknown as OpenaiClientClass,
    toFile,
    major: 7,
    provider: 'azure',
    reaching: (server) => ({ endpoint: server.url, apiKey: 'sk-test', apiVersion: '2024-10-21', baseURL: null }),
    install: (tracker, client) => tracker.use(azureOpenaiProvider<OpenaiClient>(client)),
  });
  for (const { name, skipReason, run } of openaiProviderCases) {
    const reason = skipReason(context);
    test.skipIf(reason !== null)(reason === null ? name : `${name}: ${reason}`, () => run(context));
  }
});
