import type Anthropic from '@anthropic-ai/sdk';
import type { RetryOptions, Tracker } from '@llm-tracker/core';
import type OpenAI from 'openai';
import type { AzureOpenAI } from 'openai';
import { BedrockAccess } from './bedrock-access.ts';
import { GeminiAccess } from './gemini-access.ts';
import type { CheckedApiKeys, CheckedAzureKey, CheckedBedrockKey } from './sdk-options.ts';

/** The tracked clients, one per key that was given. */
export interface Clients {
  openai: OpenAI | undefined;
  claude: Anthropic | undefined;
  gemini: GeminiAccess | undefined;
  azure: AzureOpenAI | undefined;
  bedrock: BedrockAccess | undefined;
}

/** What every client gets. */
interface Setting {
  tracker: Tracker;
  retry: RetryOptions;
}

const azureApiVersion = '2024-10-21';

/** Loads the packages that the keys name, and no others, and makes their clients tracked. */
export async function openClients(keys: CheckedApiKeys, setting: Setting): Promise<Clients> {
  const [openai, claude, gemini, azure, bedrock] = await Promise.all([
    keys.openai === undefined ? undefined : openOpenai(keys.openai, setting),
    keys.claude === undefined ? undefined : openClaude(keys.claude, setting),
    keys.gemini === undefined ? undefined : openGemini(keys.gemini, setting),
    keys.azure === undefined ? undefined : openAzure(keys.azure, setting),
    keys.bedrock === undefined ? undefined : openBedrock(keys.bedrock, setting),
  ]);
  return { openai, claude, gemini, azure, bedrock };
}

async function openOpenai(apiKey: string, { tracker, retry }: Setting): Promise<OpenAI> {
  const [{ OpenAI: Client }, { openaiProvider }] = await Promise.all([
    import('openai'),
    import('@llm-tracker/provider-openai'),
  ]);
  return tracker.use(openaiProvider(new Client({ apiKey, ...clientRetries(retry) })));
}

async function openClaude(apiKey: string, { tracker, retry }: Setting): Promise<Anthropic> {
  const [{ Anthropic: Client }, { anthropicProvider }] = await Promise.all([
    import('@anthropic-ai/sdk'),
    import('@llm-tracker/provider-anthropic'),
  ]);
  return tracker.use(anthropicProvider(new Client({ apiKey, ...clientRetries(retry) })));
}

async function openAzure(key: CheckedAzureKey, { tracker, retry }: Setting): Promise<AzureOpenAI> {
  const [{ AzureOpenAI: Client }, { azureOpenaiProvider }] = await Promise.all([
    import('openai'),
    import('@llm-tracker/provider-azure-openai'),
  ]);
  const { apiKey, endpoint, deployment, apiVersion = azureApiVersion } = key;
  const place = { endpoint, apiVersion, ...(deployment === undefined ? {} : { deployment }) };
  // `baseURL: null`: a set OPENAI_BASE_URL, meant for OpenAI, would be refused beside the endpoint.
  return tracker.use(azureOpenaiProvider(new Client({ apiKey, baseURL: null, ...place, ...clientRetries(retry) })));
}

async function openGemini(apiKey: string, { tracker, retry }: Setting): Promise<GeminiAccess> {
  const [{ GoogleGenAI }, { geminiProvider }] = await Promise.all([
    import('@google/genai'),
    import('@llm-tracker/provider-gemini'),
  ]);
  // `vertexai: false`: a key of the Gemini API stays one when GOOGLE_GENAI_USE_VERTEXAI is set for other clients.
  const client = new GoogleGenAI({ apiKey, vertexai: false, ...geminiRetries(retry) });
  return new GeminiAccess(tracker.use(geminiProvider(client)));
}

async function openBedrock(key: CheckedBedrockKey, { tracker, retry }: Setting): Promise<BedrockAccess> {
  const [{ BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand }, { bedrockProvider }] = await Promise.all([
    import('@aws-sdk/client-bedrock-runtime'),
    import('@llm-tracker/provider-bedrock'),
  ]);
  const { region, credentials } = key;
  const client = new BedrockRuntimeClient({
    region,
    ...(credentials === undefined ? {} : { credentials }),
    ...(retry.maxRetries === undefined ? {} : { maxAttempts: retry.maxRetries + 1 }),
  });
  return new BedrockAccess(tracker.use(bedrockProvider(client)), { ConverseCommand, ConverseStreamCommand });
}

/** The clients of OpenAI and Anthropic keep their own backoff, and honour `retry-after`. */
function clientRetries({ maxRetries }: RetryOptions): { maxRetries?: number } {
  return maxRetries === undefined ? {} : { maxRetries };
}

/** Google's client takes all four numbers, its delays in seconds; without any it does not retry. */
function geminiRetries(retry: RetryOptions): { httpOptions?: { retryOptions: Record<string, number> } } {
  const { maxRetries, initialDelayMs, maxDelayMs, backoffMultiplier } = retry;
  const retryOptions = {
    ...(maxRetries === undefined ? {} : { attempts: maxRetries + 1 }),
    ...(initialDelayMs === undefined ? {} : { initialDelay: initialDelayMs / 1000 }),
    ...(maxDelayMs === undefined ? {} : { maxDelay: maxDelayMs / 1000 }),
    ...(backoffMultiplier === undefined ? {} : { expBase: backoffMultiplier }),
  };
  return Object.keys(retryOptions).length === 0 ? {} : { httpOptions: { retryOptions } };
}
