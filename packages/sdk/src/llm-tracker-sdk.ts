import type Anthropic from '@anthropic-ai/sdk';
import {
  type Attribution,
  ConfigurationError,
  createTracker,
  type DeliveryBalance,
  type RetryOptions,
  type StatsFilter,
  type Tracker,
  type UsageStats,
} from '@llm-tracker/core';
import type OpenAI from 'openai';
import type { AzureOpenAI } from 'openai';
import type { BedrockAccess } from './bedrock-access.ts';
import type { GeminiAccess } from './gemini-access.ts';
import { type Clients, openClients } from './open-clients.ts';
import { type CheckedApiKeys, checkApiKeys, type LLMTrackerSDKOptions, type ProviderName } from './sdk-options.ts';

/**
 * Keys in, tracked clients out: every call made through `openai`, `claude`, `gemini`, `azure` and `bedrock` is recorded in the app's own database.
 * The constructor throws a `ConfigurationError` for wrong options; `connect()` loads the providers that `apiKeys` names, and the database.
 * A provider that is used before `connect()`, or without a key, throws a `ConfigurationError` too.
 *
 * @example
 * const sdk = new LLMTrackerSDK({
 *   projectName: 'my-project',
 *   apiKeys: { openai: process.env.OPENAI_API_KEY },
 *   database: new SqliteAdapter({ filename: './usage.db' }),
 * });
 * await sdk.connect();
 * await sdk.openai.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] });
 * await sdk.disconnect();
 */
export class LLMTrackerSDK {
  /** Everything that is not here: breakdowns, single calls, explanations, plugins, health. */
  readonly tracker: Tracker;
  readonly #keys: CheckedApiKeys;
  readonly #retry: RetryOptions;
  #opening: Promise<void> | undefined;
  #clients: Clients | undefined;

  constructor(options: LLMTrackerSDKOptions) {
    if (typeof options !== 'object' || options === null) {
      throw new ConfigurationError('the options of new LLMTrackerSDK()', 'an object', String(options));
    }
    const { apiKeys, ...trackerOptions } = options;
    this.#keys = checkApiKeys(apiKeys);
    this.#retry = { ...trackerOptions.retry };
    this.tracker = createTracker(trackerOptions);
  }

  /** OpenAI's own client. */
  get openai(): OpenAI {
    return this.#client('openai');
  }

  /** Anthropic's own client. */
  get claude(): Anthropic {
    return this.#client('claude');
  }

  /** OpenAI's own client for Azure. */
  get azure(): AzureOpenAI {
    return this.#client('azure');
  }

  /** Gemini's everyday calls, and Google's own client. */
  get gemini(): GeminiAccess {
    return this.#client('gemini');
  }

  /** Bedrock's everyday calls, and Amazon's own client. */
  get bedrock(): BedrockAccess {
    return this.#client('bedrock');
  }

  /** Makes the clients and opens the database. Rejects for what only a person can mend; a database that is away is waited for in the background. Idempotent. */
  async connect(): Promise<void> {
    this.#opening ??= this.#open();
    await this.#opening;
    await this.tracker.connect();
  }

  /** The eight numbers of the calls that match. `startDate` is included, `endDate` is not. */
  getStats(filter?: StatsFilter): Promise<UsageStats> {
    return this.tracker.getStats(filter);
  }

  /** Every call begun inside `fn`, also later and asynchronously, belongs to `attribution`. */
  run<Result>(attribution: Attribution, fn: () => Result): Result {
    return this.tracker.run(attribution, fn);
  }

  /** Stores what is still waiting, and closes the database. Says what remains. Calls made afterwards are kept as the tracker keeps them. */
  disconnect(options?: { timeoutMs?: number }): Promise<DeliveryBalance> {
    return this.tracker.disconnect(options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.disconnect();
  }

  async #open(): Promise<void> {
    this.#clients = await openClients(this.#keys, { tracker: this.tracker, retry: this.#retry });
  }

  #client<Name extends ProviderName>(name: Name): NonNullable<Clients[Name]> {
    const client = this.#clients?.[name];
    if (client !== undefined && client !== null) return client;
    if (this.#keys[name] !== undefined) {
      throw new ConfigurationError(`sdk.${name}`, 'used after connect()', 'used before', {
        hint: 'Call `await sdk.connect()` first.',
      });
    }
    throw new ConfigurationError(`apiKeys.${name}`, `set to use sdk.${name}`, 'undefined', {
      hint: `Pass ${keyHints[name]} to new LLMTrackerSDK(), and see that what you pass is set.`,
    });
  }
}

const keyHints: Record<ProviderName, string> = {
  openai: 'apiKeys: { openai: process.env.OPENAI_API_KEY }',
  claude: 'apiKeys: { claude: process.env.ANTHROPIC_API_KEY }',
  gemini: 'apiKeys: { gemini: process.env.GEMINI_API_KEY }',
  azure: 'apiKeys: { azure: { apiKey, endpoint } }',
  bedrock: "apiKeys: { bedrock: { region: 'us-east-1' } }",
};
