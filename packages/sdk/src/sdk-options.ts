import { ConfigurationError, type TrackerOptions } from '@llm-tracker/core';

/** A key of Azure OpenAI, and where it opens. */
export interface AzureKey {
  apiKey: string | undefined;
  /** `https://<resource>.openai.azure.com` */
  endpoint: string | undefined;
  /** The deployment that every call goes to. @default the `model` of each call */
  deployment?: string | undefined;
  /** @default "2024-10-21" */
  apiVersion?: string | undefined;
}

/** Where Bedrock is called, and as whom. Without keys the AWS SDK finds its credentials as it always does. */
export interface BedrockKey {
  region: string | undefined;
  /** Together with `secretAccessKey`, or not at all. */
  accessKeyId?: string | undefined;
  secretAccessKey?: string | undefined;
  sessionToken?: string | undefined;
}

/** The providers that the app uses. One whose key is undefined is not used; a wrong key is told at construction. */
export interface ApiKeys {
  openai?: string | undefined;
  claude?: string | undefined;
  /** Of the Gemini API. For Vertex AI, hand a client of your own to `sdk.tracker.use(geminiProvider(client))`. */
  gemini?: string | undefined;
  azure?: AzureKey | undefined;
  bedrock?: BedrockKey | undefined;
}

/** What the all-in-one class takes: keys beside all options of `createTracker`. `retry` also governs how the clients repeat a call, as far as they can be told. */
export interface LLMTrackerSDKOptions extends TrackerOptions {
  apiKeys: ApiKeys;
}

/** The name of a provider in `apiKeys`. */
export type ProviderName = keyof ApiKeys;

/** A key of Azure OpenAI with what it cannot do without. */
export type CheckedAzureKey = AzureKey & { apiKey: string; endpoint: string };

/** A place of Bedrock, with either both keys or none. */
export interface CheckedBedrockKey {
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } | undefined;
}

/** Keys that were checked. */
export interface CheckedApiKeys {
  openai?: string | undefined;
  claude?: string | undefined;
  gemini?: string | undefined;
  azure?: CheckedAzureKey | undefined;
  bedrock?: CheckedBedrockKey | undefined;
}

const azureNames: readonly string[] = ['apiKey', 'endpoint', 'deployment', 'apiVersion'];
const bedrockNames: readonly string[] = ['region', 'accessKeyId', 'secretAccessKey', 'sessionToken'];
const providerNames: readonly string[] = ['openai', 'claude', 'gemini', 'azure', 'bedrock'];

/** Throws a `ConfigurationError` for keys that are none. A message never holds one. */
export function checkApiKeys(apiKeys: ApiKeys): CheckedApiKeys {
  checkMembers(apiKeys, 'apiKeys', providerNames);
  const { openai, claude, gemini, azure, bedrock } = apiKeys;
  for (const [name, key] of Object.entries({ openai, claude, gemini })) checkText(key, `apiKeys.${name}`);
  return {
    openai,
    claude,
    gemini,
    azure: azure === undefined ? undefined : checkAzureKey(azure),
    bedrock: bedrock === undefined ? undefined : checkBedrockKey(bedrock),
  };
}

function checkAzureKey(key: AzureKey): CheckedAzureKey {
  checkTexts(key, 'apiKeys.azure', azureNames);
  const { apiKey, endpoint } = key;
  if (apiKey === undefined) throw missing('apiKeys.azure.apiKey', 'an API key');
  if (endpoint === undefined) throw missing('apiKeys.azure.endpoint', 'the URL of the resource');
  if (!URL.canParse(endpoint)) {
    throw new ConfigurationError(
      'apiKeys.azure.endpoint',
      'a URL such as https://my-resource.openai.azure.com',
      'none',
    );
  }
  return { ...key, apiKey, endpoint };
}

function checkBedrockKey(key: BedrockKey): CheckedBedrockKey {
  checkTexts(key, 'apiKeys.bedrock', bedrockNames);
  const { region, accessKeyId, secretAccessKey, sessionToken } = key;
  if (region === undefined) throw missing('apiKeys.bedrock.region', 'a region such as us-east-1');
  if (accessKeyId === undefined && secretAccessKey === undefined) return { region, credentials: undefined };
  // Half a pair would silently become somebody else's credentials, those of the default chain.
  if (accessKeyId === undefined) throw missing('apiKeys.bedrock.accessKeyId', 'set beside secretAccessKey');
  if (secretAccessKey === undefined) throw missing('apiKeys.bedrock.secretAccessKey', 'set beside accessKeyId');
  const session = sessionToken === undefined ? {} : { sessionToken };
  return { region, credentials: { accessKeyId, secretAccessKey, ...session } };
}

function checkTexts(key: object, path: string, names: readonly string[]): void {
  checkMembers(key, path, names);
  for (const [name, value] of Object.entries(key)) checkText(value, `${path}.${name}`);
}

function checkMembers(value: unknown, path: string, names: readonly string[]): void {
  const expected = `an object with ${names.join(', ')}`;
  if (typeof value !== 'object' || value === null) {
    const hint = path === 'apiKeys' ? 'For example apiKeys: { openai: process.env.OPENAI_API_KEY }.' : undefined;
    throw new ConfigurationError(path, expected, kindOf(value), hint === undefined ? {} : { hint });
  }
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new ConfigurationError(`${path}.${unknown}`, `one of ${names.join(', ')}`, 'none of them');
}

function checkText(value: unknown, path: string): void {
  if (value === undefined || (typeof value === 'string' && value.trim() !== '')) return;
  const received = typeof value === 'string' ? 'empty' : kindOf(value);
  throw new ConfigurationError(path, 'a non-empty string', received, { hint: 'Leave it out if it is not used.' });
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function missing(path: string, expected: string): ConfigurationError {
  const hint =
    'Is the environment variable set that it comes from? If the provider is not used, leave it out of apiKeys.';
  return new ConfigurationError(path, expected, 'missing', { hint });
}
