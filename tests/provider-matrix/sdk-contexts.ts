// Every supported version of every SDK, as the kits ask for it. The kits type the members that they use by themselves,
// because the versions differ in the rest.
import { anthropicProvider } from '@llm-tracker/provider-anthropic';
import { azureOpenaiProvider } from '@llm-tracker/provider-azure-openai';
import { bedrockProvider } from '@llm-tracker/provider-bedrock';
import { geminiProvider } from '@llm-tracker/provider-gemini';
import { openaiProvider } from '@llm-tracker/provider-openai';
import {
  type AnthropicClient,
  type AnthropicClientClass,
  type AnthropicContext,
  anthropicContext,
  type BedrockContext,
  type BedrockSdk,
  bedrockContext,
  type GeminiClient,
  type GeminiClientClass,
  type GeminiContext,
  type GenerativeAiClient,
  type GenerativeAiClientClass,
  type GenerativeAiContext,
  geminiContext,
  generativeAiContext,
  type OpenaiClient,
  type OpenaiClientClass,
  type OpenaiContext,
  openaiContext,
} from '@llm-tracker/testing';
import { Anthropic1, Anthropic060, Anthropic0137 } from '../tools/sdk-matrix/anthropic.ts';
import { bedrockNewest, bedrockOldest } from '../tools/sdk-matrix/bedrock.ts';
import { GoogleGenAI1, GoogleGenAI2, GoogleGenAI3, GoogleGenerativeAI0 } from '../tools/sdk-matrix/google.ts';
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

/** One version of an SDK. */
export interface SdkVersion<Context> {
  readonly sdk: string;
  /** The folder of its package below tests/tools/sdk-matrix/node_modules. */
  readonly alias: string;
  readonly context: Context;
}

export const openaiVersions: readonly SdkVersion<OpenaiContext>[] = [OpenAI4, OpenAI5, OpenAI6, OpenAI7].map(
  (client, index) => ({
    sdk: `openai ${index + 4}`,
    alias: `openai-${index + 4}`,
    context: openaiContext({
      Client: client as unknown as OpenaiClientClass,
      toFile: client.toFile,
      major: index + 4,
      install: (tracker, installed) => tracker.use(openaiProvider<OpenaiClient>(installed)),
    }),
  }),
);

/** Versions 5 and 6 lose the API version of a client that they clone, and miss it then unless the environment names one. */
export const azureVersions: readonly SdkVersion<OpenaiContext>[] = azureVersionsWith([5, 6]);
/** The same, for an environment that names an API version. */
export const azureVersionsThatClone: readonly SdkVersion<OpenaiContext>[] = azureVersionsWith([]);

function azureVersionsWith(refusing: readonly number[]): readonly SdkVersion<OpenaiContext>[] {
  return [AzureOpenAI4, AzureOpenAI5, AzureOpenAI6, AzureOpenAI7].map((client, index) => ({
    sdk: `AzureOpenAI of openai ${index + 4}`,
    alias: `openai-${index + 4}`,
    context: openaiContext({
      Client: client as unknown as OpenaiClientClass,
      toFile: client.toFile,
      major: index + 4,
      provider: 'azure',
      refusesClones: refusing.includes(index + 4),
      reaching: (server) => ({ endpoint: server.url, apiKey: 'sk-test', apiVersion: '2024-10-21', baseURL: null }),
      install: (tracker, installed) => tracker.use(azureOpenaiProvider<OpenaiClient>(installed)),
    }),
  }));
}

export const groqVersions: readonly SdkVersion<OpenaiContext>[] = [
  {
    sdk: 'groq-sdk',
    alias: 'groq-sdk',
    context: openaiContext({
      Client: Groq as unknown as OpenaiClientClass,
      toFile: Groq.toFile,
      // It is made as openai 5 and 6 are.
      major: 6,
      provider: 'groq',
      pathPrefix: '/openai/v1',
      reaching: (server) => ({ baseURL: `${server.url}/groq`, apiKey: 'gsk-test' }),
      install: (tracker, client) => tracker.use(openaiProvider<OpenaiClient>(client, { provider: 'groq' })),
    }),
  },
];

export const anthropicVersions: readonly SdkVersion<AnthropicContext>[] = [
  { alias: 'anthropic-0-60', version: '0.60.0', client: Anthropic060 },
  { alias: 'anthropic-0-137', version: '0.137.0', client: Anthropic0137 },
  { alias: 'anthropic-1', version: '1.13.0', client: Anthropic1 },
].map(({ alias, version, client }) => ({
  sdk: `@anthropic-ai/sdk ${version}`,
  alias,
  context: anthropicContext({
    Client: client as unknown as AnthropicClientClass,
    version,
    install: (tracker, installed) => tracker.use(anthropicProvider<AnthropicClient>(installed)),
  }),
}));

export const geminiVersions: readonly SdkVersion<GeminiContext>[] = [GoogleGenAI1, GoogleGenAI2, GoogleGenAI3].map(
  (client, index) => ({
    sdk: `@google/genai ${index + 1}`,
    alias: `genai-${index + 1}`,
    context: geminiContext({
      Client: client as unknown as GeminiClientClass,
      major: index + 1,
      install: (tracker, installed) => tracker.use(geminiProvider<GeminiClient>(installed)),
    }),
  }),
);

export const generativeAiVersions: readonly SdkVersion<GenerativeAiContext>[] = [
  {
    sdk: '@google/generative-ai 0.24',
    alias: 'generative-ai-0',
    context: generativeAiContext({
      Client: GoogleGenerativeAI0 as unknown as GenerativeAiClientClass,
      install: (tracker, client) => tracker.use(geminiProvider<GenerativeAiClient>(client)),
    }),
  },
];

/** Each with the request handler that it makes by itself. */
export const bedrockVersions: readonly SdkVersion<BedrockContext>[] = [
  { sdk: 'client-bedrock-runtime 3.614', alias: 'bedrock-oldest', module: bedrockOldest, isHttp2: false },
  { sdk: 'client-bedrock-runtime, newest 3', alias: 'bedrock-newest', module: bedrockNewest, isHttp2: true },
].map(({ sdk, alias, module, isHttp2 }) => ({
  sdk,
  alias,
  context: bedrockContext({
    sdk: module as unknown as BedrockSdk,
    isHttp2,
    install: (tracker, client) => tracker.use(bedrockProvider(client)),
  }),
}));
