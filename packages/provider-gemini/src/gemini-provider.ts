import { ConfigurationError, type TrackerHost, type TrackerPlugin } from '@llm-tracker/core/plugin';
import { type GenAiInternals, observeGenAiClient } from './genai/observe-genai-client.ts';
import { observeGenerativeAiClient } from './generative-ai/observe-generative-ai-client.ts';

/** What every version of the client of `@google/genai` has: 1.52 to 3, for the Gemini API and for Vertex AI. */
export interface GoogleGenAiClient {
  models: { generateContent: unknown; generateContentStream: unknown; embedContent: unknown };
  chats: object;
  vertexai: boolean;
}

/** The client of `@google/generative-ai` 0.24. */
export interface GoogleGenerativeAiClient {
  apiKey: string;
  getGenerativeModel(...parameters: never[]): object;
}

/** A client of either of Google's SDKs. */
export type GeminiClient = GoogleGenAiClient | GoogleGenerativeAiClient;

/** Which tracker observes a client. */
const installed = new WeakMap<object, TrackerHost['tracker']>();

/**
 * Tracks a client of `@google/genai` or `@google/generative-ai` in place: `tracker.use(geminiProvider(client))` returns
 * the same object, of the same type. Calls of a Vertex AI client are priced as provider `vertex`, all others as `gemini`.
 * Throws a `ConfigurationError` for anything that is no such client.
 *
 * @example
 * const gemini = tracker.use(geminiProvider(new GoogleGenAI({ apiKey })));
 */
export function geminiProvider<Client extends GeminiClient>(client: Client): TrackerPlugin<Client> {
  const observe = observerOf(client);
  return {
    name: 'gemini',
    install(host) {
      const owner = installed.get(client);
      if (owner === undefined) {
        installed.set(client, host.tracker);
        observe(host);
      } else if (owner !== host.tracker) {
        reportSecondTracker(host);
      }
      return client;
    },
  };
}

function observerOf(client: unknown): (host: TrackerHost) => void {
  if (isGenAiClient(client)) return (host) => observeGenAiClient(client, host);
  if (isGenerativeAiClient(client)) return (host) => observeGenerativeAiClient(client, host);
  throw new ConfigurationError(
    'geminiProvider(client)',
    'a client of @google/genai 1.52 to 3 or of @google/generative-ai 0.24',
    describe(client),
    { hint: 'Pass the client itself, e.g. geminiProvider(new GoogleGenAI({ apiKey })).' },
  );
}

function isGenAiClient(client: unknown): client is GenAiInternals {
  const apiClient = member(client, 'apiClient');
  return (
    typeof member(member(client, 'models'), 'generateContent') === 'function' &&
    typeof member(apiClient, 'apiCall') === 'function'
  );
}

function isGenerativeAiClient(client: unknown): client is object {
  return typeof member(client, 'getGenerativeModel') === 'function' && typeof member(client, 'apiKey') === 'string';
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return `a ${typeof value}`;
  return `an object of class ${value.constructor?.name ?? 'unknown'}`;
}

function reportSecondTracker(host: TrackerHost): void {
  host.report({
    type: 'gemini:already_tracked',
    level: 'warning',
    message:
      'This client is tracked by another tracker already; its calls stay there and are not counted twice. Make a second client for a second tracker.',
  });
}
