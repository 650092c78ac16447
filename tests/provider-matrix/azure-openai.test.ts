import { createTracker, MemoryAdapter } from '@llm-tracker/core';
import { azureOpenaiProvider } from '@llm-tracker/provider-azure-openai';
import {
  type OpenaiClient,
  type OpenaiClientClass,
  type OpenaiContext,
  openaiContext,
  openaiProviderCases,
  startWireServer,
} from '@llm-tracker/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AzureOpenAI4, AzureOpenAI5, AzureOpenAI6, AzureOpenAI7 } from '../tools/sdk-matrix/openai.ts';

const sdks = [
  { sdk: 'AzureOpenAI of openai 4', major: 4, client: AzureOpenAI4 },
  { sdk: 'AzureOpenAI of openai 5', major: 5, client: AzureOpenAI5 },
  { sdk: 'AzureOpenAI of openai 6', major: 6, client: AzureOpenAI6 },
  { sdk: 'AzureOpenAI of openai 7', major: 7, client: AzureOpenAI7 },
];

function contextOf({ major, client }: (typeof sdks)[number], refusesClones: boolean): OpenaiContext {
  return openaiContext({
    // The kit types the members that it uses by itself, because the majors differ in the rest.
    Client: client as unknown as OpenaiClientClass,
    toFile: client.toFile,
    major,
    provider: 'azure',
    refusesClones,
    reaching: (server) => ({ endpoint: server.url, apiKey: 'sk-test', apiVersion: '2024-10-21', baseURL: null }),
    install: (tracker, installed) => tracker.use(azureOpenaiProvider<OpenaiClient>(installed)),
  });
}

describe.each(sdks)('$sdk', (sdk) => {
  // Versions 5 and 6 lose the API version of a client that they clone, and then miss it.
  const context = contextOf(sdk, sdk.major === 5 || sdk.major === 6);
  for (const { name, skipReason, run } of openaiProviderCases) {
    const reason = skipReason(context);
    test.skipIf(reason !== null)(reason === null ? name : `${name}: ${reason}`, () => run(context));
  }

  test('streams from an API version that does not know stream_options, and asks it once', async () => {
    await using server = await startWireServer();
    await using tracker = createTracker({ projectName: 'project', database: new MemoryAdapter() });
    await tracker.connect();
    const createClient = (): OpenaiClient =>
      new context.Client({ ...context.reaching(server), apiVersion: '2024-06-01', deployment: 'chat' });
    const [bare, tracked] = [createClient(), context.install(tracker, createClient())];
    const stream = async (client: OpenaiClient): Promise<unknown[]> => {
      const messages = [{ role: 'user', content: 'What is the answer?' }];
      const chunks: unknown[] = [];
      for await (const { id: _, ...chunk } of await client.chat.completions.create({ messages, stream: true })) {
        chunks.push(chunk);
      }
      return chunks;
    };
    const expected = await stream(bare);
    expect(await stream(tracked)).toEqual(expected);
    expect(await stream(tracked)).toEqual(expected);
    expect(server.requests.slice(1).map(({ status, json }) => [status, 'stream_options' in json])).toEqual([
      [400, true],
      [200, false],
      [200, false],
    ]);
    await tracker.flush();
    const unmeasured = {
      provider: 'azure',
      requestedModel: 'chat',
      success: true,
      usageSource: 'none',
      totalTokens: null,
    };
    expect(await tracker.listCalls()).toMatchObject([unmeasured, unmeasured]);
  });
});

describe.each(sdks)('$sdk, with OPENAI_API_VERSION', (sdk) => {
  beforeAll(() => {
    process.env['OPENAI_API_VERSION'] = '2024-10-21';
  });
  afterAll(() => {
    delete process.env['OPENAI_API_VERSION'];
  });
  const context = contextOf(sdk, false);
  for (const { name, skipReason, run } of openaiProviderCases.filter((each) => each.name.includes('withOptions'))) {
    const reason = skipReason(context);
    test.skipIf(reason !== null)(reason === null ? name : `${name}: ${reason}`, () => run(context));
  }
});
