import { createTracker, MemoryAdapter } from '@llm-tracker/core';
import { type OpenaiClient, openaiProviderCases, startWireServer } from '@llm-tracker/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { azureVersions, azureVersionsThatClone } from './sdk-contexts.ts';
import { testKit } from './test-kit.ts';

testKit(azureVersions, openaiProviderCases);

describe.each(azureVersions)('$sdk', ({ context }) => {
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

describe('with OPENAI_API_VERSION', () => {
  beforeAll(() => {
    process.env['OPENAI_API_VERSION'] = '2024-10-21';
  });
  afterAll(() => {
    delete process.env['OPENAI_API_VERSION'];
  });
  testKit(
    azureVersionsThatClone,
    openaiProviderCases.filter(({ name }) => name.includes('withOptions')),
  );
});
