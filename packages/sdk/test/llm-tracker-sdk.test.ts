import { Anthropic } from '@anthropic-ai/sdk';
import { LLMTrackerSDK, type LLMTrackerSDKOptions, MemoryAdapter } from 'llm-tracker-sdk';
import { AzureOpenAI, OpenAI } from 'openai';
import { describe, expect, it } from 'vitest';
import { useWireServer } from './wire-environment.ts';

const wire = useWireServer();
const messages = [{ role: 'user' as const, content: '안녕하세요!' }];
const contents = [{ role: 'user', parts: [{ text: '안녕하세요!' }] }];
const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };

/** Every provider, all on the server of this file. */
function sdkWith(options: Partial<LLMTrackerSDKOptions> = {}): LLMTrackerSDK {
  return new LLMTrackerSDK({
    projectName: 'my-project',
    apiKeys: {
      openai: 'sk-test',
      claude: 'sk-ant-test',
      gemini: 'gemini-test',
      azure: {
        apiKey: 'azure-test',
        endpoint: wire.server.url,
        deployment: 'gpt-4o',
        apiVersion: '2024-02-15-preview',
      },
      bedrock: { region: 'us-east-1', ...credentials },
    },
    database: new MemoryAdapter(),
    pricing: { refreshIntervalMs: 0 },
    ...options,
  });
}

describe('LLMTrackerSDK', () => {
  it("hands out the vendors' own clients", async () => {
    await using sdk = sdkWith();
    await sdk.connect();
    expect(sdk.openai).toBeInstanceOf(OpenAI);
    expect(sdk.claude).toBeInstanceOf(Anthropic);
    expect(sdk.azure).toBeInstanceOf(AzureOpenAI);
    expect(sdk.openai).toBe(sdk.openai);
  });

  it('records one priced call of each provider under its own id', async () => {
    await using sdk = sdkWith();
    await sdk.connect();
    await sdk.openai.chat.completions.create({ model: 'gpt-4o', messages });
    await sdk.claude.messages.create({ model: 'claude-sonnet-4-20250514', max_tokens: 64, messages });
    await sdk.azure.chat.completions.create({ model: 'gpt-4o', messages });
    await sdk.gemini.generateContent({ model: 'gemini-2.5-flash', contents });
    await sdk.bedrock.chat({ modelId: 'anthropic.claude-3-5-sonnet-20241022-v2:0', messages });
    const calls = await sdk.tracker.listCalls({ order: 'oldest' });
    expect(calls.map(({ provider }) => provider).sort()).toEqual(['azure', 'bedrock', 'claude', 'gemini', 'openai']);
    for (const call of calls) {
      expect(call, call.provider).toMatchObject({ projectName: 'my-project', success: true, costStatus: 'priced' });
      expect(call.totalTokens).toBeGreaterThan(0);
    }
    expect(await sdk.getStats({ provider: 'azure' })).toMatchObject({ totalRequests: 1, successfulRequests: 1 });
  });

  it('answers a chat of Bedrock with text, usage, the reason of its end, and the raw response', async () => {
    await using sdk = sdkWith();
    await sdk.connect();
    wire.server.next({ text: 'Hello there.' });
    const answer = await sdk.bedrock.chat({
      modelId: 'anthropic.claude-3-5-sonnet-20241022-v2:0',
      messages,
      system: 'You are a helpful assistant.',
      maxTokens: 1024,
      temperature: 0.5,
    });
    expect(answer).toMatchObject({ text: 'Hello there.', stopReason: 'end_turn' });
    expect(answer.usage).toEqual(answer.response.usage);
    expect(answer.usage?.totalTokens).toBeGreaterThan(0);
    expect(wire.server.requests[0]?.json).toMatchObject({
      messages: [{ role: 'user', content: [{ text: '안녕하세요!' }] }],
      system: [{ text: 'You are a helpful assistant.' }],
      inferenceConfig: { maxTokens: 1024, temperature: 0.5 },
    });
  });

  it('streams chats of Bedrock and Gemini, and counts them', async () => {
    await using sdk = sdkWith();
    await sdk.connect();
    wire.server.next({ text: 'one two three' }, { text: 'four five six' });
    const pieces = [];
    for await (const piece of await sdk.bedrock.chatStream({ modelId: 'amazon.nova-lite-v1:0', messages })) {
      pieces.push(piece);
    }
    expect(pieces.map(({ text }) => text).join('')).toBe('one two three');
    const counted = pieces.flatMap(({ usage }) => (usage === null ? [] : [usage.totalTokens]));
    let text = '';
    for await (const chunk of await sdk.gemini.generateContentStream({ model: 'gemini-2.5-flash', contents })) {
      text += chunk.text ?? '';
    }
    expect(text).toBe('four five six');
    const [gemini, bedrock] = await sdk.tracker.listCalls({ order: 'newest' });
    expect([bedrock?.totalTokens]).toEqual(counted);
    expect(bedrock).toMatchObject({ provider: 'bedrock', streamed: true, usageSource: 'reported' });
    expect(gemini).toMatchObject({ provider: 'gemini', streamed: true, usageSource: 'reported' });
  });

  it('counts attempts of every client by retry.maxRetries', async () => {
    await using sdk = sdkWith({ retry: { maxRetries: 1, initialDelayMs: 1, maxDelayMs: 2 }, onEvent: () => undefined });
    await sdk.connect();
    wire.server.always({ status: 503, headers: { 'retry-after-ms': '1' } });
    const calls: Record<string, () => Promise<unknown>> = {
      openai: () => sdk.openai.chat.completions.create({ model: 'gpt-4o', messages }),
      claude: () => sdk.claude.messages.create({ model: 'claude-sonnet-4-20250514', max_tokens: 64, messages }),
      azure: () => sdk.azure.chat.completions.create({ model: 'gpt-4o', messages }),
      gemini: () => sdk.gemini.generateContent({ model: 'gemini-2.5-flash', contents }),
      bedrock: () => sdk.bedrock.chat({ modelId: 'amazon.nova-lite-v1:0', messages }),
    };
    for (const [provider, call] of Object.entries(calls)) {
      const before = wire.server.requests.length;
      await expect(call(), provider).rejects.toThrow();
      expect(wire.server.requests.length - before, provider).toBe(2);
      expect(await sdk.tracker.listCalls({ provider })).toMatchObject([{ success: false, attempts: 2 }]);
    }
  });

  it('says what to do when a provider is used too early or without a key', async () => {
    await using sdk = sdkWith({ apiKeys: { openai: 'sk-test', claude: undefined } });
    expect(() => sdk.openai).toThrow(
      'sdk.openai must be used after connect(), but is used before. Call `await sdk.connect()` first.',
    );
    await sdk.connect();
    expect(sdk.openai).toBeInstanceOf(OpenAI);
    expect(() => sdk.claude).toThrow(
      'apiKeys.claude must be set to use sdk.claude, but is undefined. Pass apiKeys: { claude: process.env.ANTHROPIC_API_KEY }',
    );
    expect(() => sdk.bedrock).toThrow("Pass apiKeys: { bedrock: { region: 'us-east-1' } }");
  });

  it('refuses wrong options at construction', () => {
    expect(() => new LLMTrackerSDK(undefined as unknown as LLMTrackerSDKOptions)).toThrow('must be an object');
    expect(() => sdkWith({ projectName: '' })).toThrow('projectName must be a non-empty string');
    expect(() => sdkWith({ apiKeys: { openai: '' } })).toThrow('apiKeys.openai must be a non-empty string');
  });

  it('connects once, however often it is asked to', async () => {
    await using sdk = sdkWith();
    await Promise.all([sdk.connect(), sdk.connect()]);
    const { openai } = sdk;
    await sdk.connect();
    expect(sdk.openai).toBe(openai);
  });

  it('gives calls to who they are made for', async () => {
    await using sdk = sdkWith();
    await sdk.connect();
    await sdk.run({ teamName: 'search', tags: { feature: 'answer' } }, () =>
      sdk.openai.chat.completions.create({ model: 'gpt-4o', messages }),
    );
    expect(await sdk.tracker.listCalls()).toMatchObject([{ teamName: 'search', tags: { feature: 'answer' } }]);
  });
});
