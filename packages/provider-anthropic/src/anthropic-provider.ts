import { ConfigurationError, type TrackerPlugin } from '@llm-tracker/core/plugin';
import { observeStainlessClient } from '@llm-tracker/wire';
import { createRequestPlanner } from './plan-request.ts';

/** What every client of Anthropic's packages has: @anthropic-ai/sdk 0.60 to 1, and those for Bedrock, Vertex AI, Foundry and AWS. */
export interface AnthropicClient {
  baseURL: string;
  maxRetries: number;
  messages: { create: unknown };
}

/** How an Anthropic client is tracked. */
export interface AnthropicProviderOptions {
  /** Whose prices apply. @default by the client's class and host: `claude`, `bedrock`, `bedrock_mantle`, `vertex`, `azure_ai`, or the vendor that is known to serve it */
  provider?: string | undefined;
}

/**
 * Tracks an Anthropic client in place: `tracker.use(anthropicProvider(client))` returns the same object, of the same type.
 * Throws a `ConfigurationError` for anything that is no Anthropic client, and for wrong options.
 *
 * @example
 * const anthropic = tracker.use(anthropicProvider(new Anthropic()));
 */
export function anthropicProvider<Client extends AnthropicClient>(
  client: Client,
  options: AnthropicProviderOptions = {},
): TrackerPlugin<Client> {
  assertClient(client);
  assertOptions(options);
  return {
    name: 'claude',
    install(host) {
      observeStainlessClient(client, host, { name: 'claude', plan: createRequestPlanner(host, options) });
      return client;
    },
  };
}

function assertClient(client: unknown): void {
  if (isClient(client)) return;
  throw new ConfigurationError('anthropicProvider(client)', 'a client of @anthropic-ai/sdk', describe(client), {
    hint: 'Pass the client itself, e.g. anthropicProvider(new Anthropic()).',
  });
}

function isClient(client: unknown): boolean {
  if (typeof client !== 'object' || client === null) return false;
  if (!['request', 'fetch'].every((name) => typeof Reflect.get(client, name) === 'function')) return false;
  const messages: unknown = 'messages' in client ? client.messages : undefined;
  return (
    typeof messages === 'object' && messages !== null && 'create' in messages && typeof messages.create === 'function'
  );
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return `a ${typeof value}`;
  return `an object of class ${value.constructor?.name ?? 'unknown'}`;
}

function assertOptions(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    if (name !== 'provider') {
      throw new ConfigurationError('anthropicProvider(…)', 'an object with provider', `one with ${name}`);
    }
    if (value === undefined || (typeof value === 'string' && /^[a-z][a-z0-9_.-]*$/.test(value))) continue;
    throw new ConfigurationError('anthropicProvider(…).provider', 'a lower-case id such as "bedrock"', describe(value));
  }
}
