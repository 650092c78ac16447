import { join } from 'node:path';
import { anthropicProvider } from '@llm-tracker/provider-anthropic';
import { azureOpenaiProvider } from '@llm-tracker/provider-azure-openai';
import { bedrockProvider } from '@llm-tracker/provider-bedrock';
import { geminiProvider } from '@llm-tracker/provider-gemini';
import { openaiProvider } from '@llm-tracker/provider-openai';
import {
  type AnthropicClient,
  type AnthropicClientClass,
  anthropicContext,
  type BedrockSdk,
  bedrockContext,
  type GeminiClient,
  type GeminiClientClass,
  type GenerativeAiClient,
  type GenerativeAiClientClass,
  geminiContext,
  generativeAiContext,
  type OpenaiClient,
  type OpenaiClientClass,
  openaiContext,
} from '@llm-tracker/testing';
import { expect, test, vi } from 'vitest';
import { Anthropic1, Anthropic060, Anthropic0137 } from '../../tools/sdk-matrix/anthropic.ts';
import { bedrockNewest, bedrockOldest } from '../../tools/sdk-matrix/bedrock.ts';
import { GoogleGenAI1, GoogleGenAI2, GoogleGenAI3, GoogleGenerativeAI0 } from '../../tools/sdk-matrix/google.ts';
import { Groq } from '../../tools/sdk-matrix/groq.ts';
import {
  AzureOpenAI4,
  AzureOpenAI5,
  AzureOpenAI6,
  AzureOpenAI7,
  OpenAI4,
  OpenAI5,
  OpenAI6,
  OpenAI7,
} from '../../tools/sdk-matrix/openai.ts';
import { anthropicCalls } from './anthropic-calls.ts';
import { bedrockCalls } from './bedrock-calls.ts';
import { geminiCalls, generativeAiCalls } from './google-calls.ts';
import { azureCalls, groqCalls, openaiCalls } from './openai-calls.ts';
import { writeTable } from './write-table.ts';

// The kits type the members that they use by themselves, because the versions differ in the rest.

const openaiVersions = [OpenAI4, OpenAI5, OpenAI6, OpenAI7].map((client, index) => ({
  alias: `openai-${index + 4}`,
  context: openaiContext({
    Client: client as unknown as OpenaiClientClass,
    toFile: client.toFile,
    major: index + 4,
    install: (tracker, installed) => tracker.use(openaiProvider<OpenaiClient>(installed, { provider: 'openai' })),
  }),
}));
const azureVersions = [AzureOpenAI4, AzureOpenAI5, AzureOpenAI6, AzureOpenAI7].map((client, index) => ({
  alias: `openai-${index + 4}`,
  context: openaiContext({
    Client: client as unknown as OpenaiClientClass,
    toFile: client.toFile,
    major: index + 4,
    provider: 'azure',
    reaching: (server) => ({ endpoint: server.url, apiKey: 'key', apiVersion: '2024-10-21', baseURL: null }),
    install: (tracker, installed) => tracker.use(azureOpenaiProvider<OpenaiClient>(installed)),
  }),
}));
const groqVersions = [
  {
    alias: 'groq-sdk',
    context: openaiContext({
      Client: Groq as unknown as OpenaiClientClass,
      toFile: Groq.toFile,
      major: 6,
      provider: 'groq',
      reaching: (server) => ({ baseURL: `${server.url}/groq`, apiKey: 'key' }),
      install: (tracker, installed) => tracker.use(openaiProvider<OpenaiClient>(installed, { provider: 'groq' })),
    }),
  },
];
const anthropicVersions = [
  { alias: 'anthropic-0-60', version: '0.60.0', client: Anthropic060 },
  { alias: 'anthropic-0-137', version: '0.137.0', client: Anthropic0137 },
  { alias: 'anthropic-1', version: '1.12.0', client: Anthropic1 },
].map(({ alias, version, client }) => ({
  alias,
  context: anthropicContext({
    Client: client as unknown as AnthropicClientClass,
    version,
    install: (tracker, installed) => tracker.use(anthropicProvider<AnthropicClient>(installed)),
  }),
}));
const geminiVersions = [GoogleGenAI1, GoogleGenAI2, GoogleGenAI3].map((client, index) => ({
  alias: `genai-${index + 1}`,
  context: geminiContext({
    Client: client as unknown as GeminiClientClass,
    major: index + 1,
    install: (tracker, installed) => tracker.use(geminiProvider<GeminiClient>(installed)),
  }),
}));
const generativeAiVersions = [
  {
    alias: 'generative-ai-0',
    context: generativeAiContext({
      Client: GoogleGenerativeAI0 as unknown as GenerativeAiClientClass,
      install: (tracker, client) => tracker.use(geminiProvider<GenerativeAiClient>(client)),
    }),
  },
];
const bedrockVersions = [
  { alias: 'bedrock-oldest', sdk: bedrockOldest, isHttp2: false },
  { alias: 'bedrock-newest', sdk: bedrockNewest, isHttp2: true },
].map(({ alias, sdk, isHttp2 }) => ({
  alias,
  context: bedrockContext({
    sdk: sdk as unknown as BedrockSdk,
    isHttp2,
    install: (tracker, client) => tracker.use(bedrockProvider(client)),
  }),
}));

const introduction = `# Supported calls

Every call below is made by the tests, with every version named, on a client that is tracked, against a server that answers as the
vendor does. ✓: the app got its answer, and the call left exactly the rows that it must. –: that version does not have the call.
\`recorded as\` names the \`operation\` of the row and the units of its usage items; what is worked on in the background is one row,
however often it is polled. Helpers that send several requests leave a row for each. Sockets (OpenAI Realtime, Gemini Live) and Gemini's
interactions are not recorded yet.

This page is written by its test: \`vitest run tests/provider-matrix/supported-calls -u\`.
`;

test('every call of every SDK is recorded, and docs/guides/supported-calls.md says so', async () => {
  // Of calls that are to be removed.
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const sections = {
    openai: await writeTable(openaiVersions, openaiCalls),
    'AzureOpenAI, of openai': await writeTable(azureVersions, azureCalls),
    'groq-sdk, by the plugin for openai': await writeTable(groqVersions, groqCalls),
    '@anthropic-ai/sdk': await writeTable(anthropicVersions, anthropicCalls),
    '@google/genai': await writeTable(geminiVersions, geminiCalls),
    '@google/generative-ai': await writeTable(generativeAiVersions, generativeAiCalls),
    '@aws-sdk/client-bedrock-runtime': await writeTable(bedrockVersions, bedrockCalls),
  };
  const tables = Object.entries(sections).map(([sdk, table]) => `\n## ${sdk}\n\n${table}\n`);
  await expect(introduction + tables.join('')).toMatchFileSnapshot(
    join(import.meta.dirname, '../../../docs/guides/supported-calls.md'),
  );
}, 120_000);
