// The basic calls of every provider against a server that we did not write, so that a mistake in ours cannot hide one in the plugins.
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { createTracker, MemoryAdapter, type Tracker } from '@llm-tracker/core';
import { anthropicProvider } from '@llm-tracker/provider-anthropic';
import { azureOpenaiProvider } from '@llm-tracker/provider-azure-openai';
import { bedrockProvider } from '@llm-tracker/provider-bedrock';
import { geminiProvider } from '@llm-tracker/provider-gemini';
import { openaiProvider } from '@llm-tracker/provider-openai';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LLMock } from '../tools/sdk-matrix/aimock.ts';
import { Anthropic1 } from '../tools/sdk-matrix/anthropic.ts';
import { GoogleGenAI3, GoogleGenerativeAI0 } from '../tools/sdk-matrix/google.ts';
import { AzureOpenAI7, OpenAI7 } from '../tools/sdk-matrix/openai.ts';

const prompt = 'What is the answer?';
const content = 'It is forty-two.';
const usage = {
  ...{ prompt_tokens: 21, completion_tokens: 7, input_tokens: 21, output_tokens: 7 },
  ...{ promptTokenCount: 21, candidatesTokenCount: 7, totalTokenCount: 28, total_tokens: 28 },
};
const messages = [{ role: 'user' as const, content: prompt }];
let server: LLMock;

beforeAll(async () => {
  server = new LLMock({ port: 0 });
  server.onMessage(prompt, { content, usage });
  await server.start();
});
afterAll(() => server.stop());

interface Vendor<Client> {
  provider: string;
  createClient(): Client;
  track(tracker: Tracker, client: Client): Client;
  /** The text of an answer, and the operation that it is recorded as. */
  calls: Record<string, { operation: string; isStreamed: boolean; call(client: Client): Promise<string> }>;
}

/** Runs each call on a bare and on a tracked client: both must get the same text, and the tracked one a row. */
function testVendor<Client>(name: string, { provider, createClient, track, calls }: Vendor<Client>): void {
  describe(name, () => {
    test.each(Object.entries(calls))('%s', async (_how, { operation, isStreamed, call }) => {
      await using tracker = createTracker({ projectName: 'project', database: new MemoryAdapter() });
      await tracker.connect();
      expect(await call(createClient())).toBe(content);
      expect(await call(track(tracker, createClient()))).toBe(content);
      await tracker.flush();
      const tokens = { usageSource: 'reported', promptTokens: 21, completionTokens: 7 };
      expect(await tracker.listCalls()).toMatchObject([
        { provider, operation, streamed: isStreamed, success: true, attempts: 1, ...tokens },
      ]);
    });
  });
}

async function joinTexts<Part>(
  stream: AsyncIterable<Part>,
  textOf: (part: Part) => string | null | undefined,
): Promise<string> {
  let text = '';
  for await (const part of stream) text += textOf(part) ?? '';
  return text;
}

const chatCalls: Vendor<Pick<OpenAI7, 'chat'>>['calls'] = {
  chat: {
    operation: 'chat',
    isStreamed: false,
    async call(client) {
      const { choices } = await client.chat.completions.create({ model: 'gpt-4o', messages });
      return choices[0]?.message.content ?? '';
    },
  },
  'a streamed chat': {
    operation: 'chat',
    isStreamed: true,
    async call(client) {
      const stream = await client.chat.completions.create({ model: 'gpt-4o', messages, stream: true });
      return joinTexts(stream, (chunk) => chunk.choices[0]?.delta.content);
    },
  },
};

testVendor<OpenAI7>('openai', {
  provider: 'openai',
  createClient: () => new OpenAI7({ baseURL: `${server.url}/v1`, apiKey: 'sk-test' }),
  track: (tracker, client) => tracker.use(openaiProvider(client)),
  calls: {
    ...chatCalls,
    'a Response': {
      operation: 'responses',
      isStreamed: false,
      call: async (client) => (await client.responses.create({ model: 'gpt-4o', input: prompt })).output_text,
    },
    'a streamed Response': {
      operation: 'responses',
      isStreamed: true,
      async call(client) {
        const stream = await client.responses.create({ model: 'gpt-4o', input: prompt, stream: true });
        return joinTexts(stream, (event) => (event.type === 'response.output_text.delta' ? event.delta : ''));
      },
    },
  },
});

testVendor<AzureOpenAI7>('AzureOpenAI', {
  provider: 'azure',
  createClient: () =>
    new AzureOpenAI7({
      endpoint: server.url,
      apiKey: 'key',
      apiVersion: '2024-10-21',
      baseURL: null,
      deployment: 'chat',
    }),
  track: (tracker, client) => tracker.use(azureOpenaiProvider(client)),
  calls: chatCalls,
});

testVendor<Anthropic1>('@anthropic-ai/sdk', {
  provider: 'claude',
  createClient: () => new Anthropic1({ baseURL: server.url, apiKey: 'sk-test' }),
  track: (tracker, client) => tracker.use(anthropicProvider(client)),
  calls: {
    'a message': {
      operation: 'messages',
      isStreamed: false,
      async call(client) {
        const answer = await client.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 100, messages });
        return answer.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
      },
    },
    'a streamed message': {
      operation: 'messages',
      isStreamed: true,
      call: (client) => client.messages.stream({ model: 'claude-sonnet-4-5', max_tokens: 100, messages }).finalText(),
    },
  },
});

testVendor<GoogleGenAI3>('@google/genai', {
  provider: 'gemini',
  createClient: () => new GoogleGenAI3({ apiKey: 'key', httpOptions: { baseUrl: server.url, apiVersion: 'v1beta' } }),
  track: (tracker, client) => tracker.use(geminiProvider(client)),
  calls: {
    'generated content': {
      operation: 'generate_content',
      isStreamed: false,
      call: async (client) =>
        (await client.models.generateContent({ model: 'gemini-2.5-flash', contents: prompt })).text ?? '',
    },
    'streamed content': {
      operation: 'generate_content',
      isStreamed: true,
      async call(client) {
        const stream = await client.models.generateContentStream({ model: 'gemini-2.5-flash', contents: prompt });
        return joinTexts(stream, (part) => part.text);
      },
    },
  },
});

const generativeModel = { model: 'gemini-2.5-flash' };

testVendor<GoogleGenerativeAI0>('@google/generative-ai', {
  provider: 'gemini',
  createClient: () => new GoogleGenerativeAI0('key'),
  track: (tracker, client) => tracker.use(geminiProvider(client)),
  calls: {
    'generated content': {
      operation: 'generate_content',
      isStreamed: false,
      async call(client) {
        const model = client.getGenerativeModel(generativeModel, { baseUrl: server.url });
        return (await model.generateContent(prompt)).response.text();
      },
    },
    'streamed content': {
      operation: 'generate_content',
      isStreamed: true,
      async call(client) {
        const model = client.getGenerativeModel(generativeModel, { baseUrl: server.url });
        const { stream } = await model.generateContentStream(prompt);
        return joinTexts(stream, (part) => part.text());
      },
    },
  },
});

const converseInput = {
  modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
  messages: [{ role: 'user' as const, content: [{ text: prompt }] }],
};

testVendor<BedrockRuntimeClient>('@aws-sdk/client-bedrock-runtime', {
  provider: 'bedrock',
  createClient: () =>
    new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: server.url,
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      // That server does not speak HTTP/2.
      requestHandler: new NodeHttpHandler(),
    }),
  track: (tracker, client) => tracker.use(bedrockProvider(client)),
  calls: {
    Converse: {
      operation: 'converse',
      isStreamed: false,
      async call(client) {
        const { output } = await client.send(new ConverseCommand(converseInput));
        return output?.message?.content?.[0]?.text ?? '';
      },
    },
    ConverseStream: {
      operation: 'converse',
      isStreamed: true,
      async call(client) {
        const { stream } = await client.send(new ConverseStreamCommand(converseInput));
        return stream === undefined ? '' : joinTexts(stream, (event) => event.contentBlockDelta?.delta?.text);
      },
    },
  },
});
