import { ConfigurationError, type TrackerHost, type TrackerPlugin } from '@llm-tracker/core/plugin';
import { observeStainlessClient } from '@llm-tracker/wire';
import { createRequestPlanner } from './plan-request.ts';

/** What every version of the openai client has: 4.104 to 7, `AzureOpenAI`, and the clients of vendors that speak alike. */
export interface OpenaiClient {
  baseURL: string;
  maxRetries: number;
  chat: { completions: object };
  embeddings: object;
}

/** How an OpenAI client is tracked. */
export interface OpenaiProviderOptions {
  /** Whose prices apply. @default by the client's host: `openai`, or the vendor that is known to serve it */
  provider?: string | undefined;
  /**
   * Streamed chats report usage only when asked. `auto` asks for it and hides the extra chunk from an app that did not;
   * a server that refuses is asked once. `never` leaves the request alone and records such streams without usage. @default "auto"
   */
  streamUsage?: 'auto' | 'never' | undefined;
}

/**
 * Tracks an OpenAI client in place: `tracker.use(openaiProvider(client))` returns the same object, of the same type.
 * Throws a `ConfigurationError` for anything that is no OpenAI client, and for wrong options.
 *
 * @example
 * const openai = tracker.use(openaiProvider(new OpenAI()));
 */
export function openaiProvider<Client extends OpenaiClient>(
  client: Client,
  options: OpenaiProviderOptions = {},
): TrackerPlugin<Client> {
  assertClient(client);
  assertOptions(options);
  return {
    name: 'openai',
    install(host) {
      if (hasCertificate(client)) reportUnobservable(host);
      observeStainlessClient(client, host, { name: 'openai', plan: createRequestPlanner(host, options) });
      return client;
    },
  };
}

/** Such clients of openai 7 pass by their own `fetch`, and refuse to work when anything else of them is replaced. */
function hasCertificate(client: object): boolean {
  const options: unknown = Reflect.get(client, '_options');
  if (typeof options !== 'object' || options === null || !('x509Transport' in options)) return false;
  return options.x509Transport !== undefined && options.x509Transport !== null;
}

function reportUnobservable(host: TrackerHost): void {
  host.report({
    type: 'openai:unobservable',
    level: 'warning',
    message:
      'This OpenAI client identifies itself by an X.509 certificate. The SDK sends the requests of such clients where nobody can observe them: they are not recorded.',
  });
}

function assertClient(client: unknown): void {
  const isClient =
    typeof client === 'object' &&
    client !== null &&
    ['request', 'fetch'].every((name) => typeof Reflect.get(client, name) === 'function') &&
    ['chat', 'embeddings'].every((name) => typeof Reflect.get(client, name) === 'object');
  if (isClient) return;
  throw new ConfigurationError('openaiProvider(client)', 'a client of the openai package', describe(client), {
    hint: 'Pass the client itself, e.g. openaiProvider(new OpenAI()).',
  });
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return `a ${typeof value}`;
  return `an object of class ${value.constructor?.name ?? 'unknown'}`;
}

function assertOptions(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    if (name === 'provider') {
      if (value === undefined || (typeof value === 'string' && /^[a-z][a-z0-9_.-]*$/.test(value))) continue;
      throw new ConfigurationError('openaiProvider(…).provider', 'a lower-case id such as "groq"', describe(value));
    }
    if (name === 'streamUsage') {
      if (value === undefined || value === 'auto' || value === 'never') continue;
      throw new ConfigurationError('openaiProvider(…).streamUsage', '"auto" or "never"', JSON.stringify(value));
    }
    throw new ConfigurationError('openaiProvider(…)', 'an object with provider or streamUsage', `one with ${name}`);
  }
}
