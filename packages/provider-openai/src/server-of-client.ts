import type { CallDetails, TrackerHost } from '@llm-tracker/core/plugin';

/** Hosts of vendors that speak OpenAI's wire format, by the end of their names. */
const vendorHosts: readonly (readonly [suffix: string, provider: string])[] = [
  ['api.openai.com', 'openai'],
  ['openai.azure.com', 'azure'],
  ['services.ai.azure.com', 'azure'],
  ['cognitiveservices.azure.com', 'azure'],
  ['api.cognitive.microsoft.com', 'azure'],
  ['api.groq.com', 'groq'],
  ['api.deepseek.com', 'deepseek'],
  ['api.mistral.ai', 'mistral'],
  ['api.x.ai', 'xai'],
  ['openrouter.ai', 'openrouter'],
  ['api.together.xyz', 'together_ai'],
  ['api.fireworks.ai', 'fireworks_ai'],
  ['api.perplexity.ai', 'perplexity'],
  ['api.cerebras.ai', 'cerebras'],
  ['generativelanguage.googleapis.com', 'gemini'],
  ['api.anthropic.com', 'claude'],
];

/** What the base URL of a client tells of the calls that it makes. */
export interface ClientServer {
  /** Whose prices apply. */
  readonly provider: string;
  readonly origin: string;
  /** Where a call is processed costs more or less, and is told by the host alone. */
  readonly details: CallDetails | undefined;
}

const maxRemembered = 100;

/** The unknown hosts that each tracker told of: an app may make many clients. */
const toldHosts = new WeakMap<object, Set<string>>();

/** Reads the base URL of a client, once for each. A host that nobody knows (a gateway) counts as `openai`, with one event per host. */
export function createServerFinder(host: TrackerHost, given: string | undefined): (client: object) => ClientServer {
  const known = new Map<unknown, ClientServer>();
  return (client) => {
    const baseURL: unknown = Reflect.get(client, 'baseURL');
    let server = known.get(baseURL);
    if (server === undefined) {
      const url = typeof baseURL === 'string' && URL.canParse(baseURL) ? new URL(baseURL) : null;
      const hostname = url?.hostname ?? '';
      const provider = given ?? providerOf(hostname) ?? reportUnknown(host, hostname);
      server = { provider, origin: url?.origin ?? '', details: placeOf(hostname) };
      if (known.size >= maxRemembered) known.clear();
      known.set(baseURL, server);
    }
    return server;
  };
}

function providerOf(hostname: string): string | undefined {
  return vendorHosts.find(([suffix]) => hostname === suffix || hostname.endsWith(`.${suffix}`))?.[1];
}

function reportUnknown(host: TrackerHost, hostname: string): string {
  const told = toldHosts.get(host.tracker) ?? new Set();
  toldHosts.set(host.tracker, told);
  if (told.has(hostname)) return 'openai';
  if (told.size < maxRemembered) told.add(hostname);
  host.report({
    type: 'openai:unknown_host',
    level: 'info',
    message: `The OpenAI client calls ${hostname || 'an unknown host'}; its calls are priced as provider "openai". If it serves other prices, say so: openaiProvider(client, { provider: "…" }).`,
    details: { host: hostname },
  });
  return 'openai';
}

/** https://platform.openai.com/docs/guides/your-data#data-residency-controls */
function placeOf(hostname: string): CallDetails | undefined {
  const residency = /^([a-z]{2})\.api\.openai\.com$/.exec(hostname)?.[1];
  if (residency !== undefined) return { priceContext: { residency } };
  const region = /^([a-z0-9]+)\.api\.cognitive\.microsoft\.com$/.exec(hostname)?.[1];
  return region === undefined ? undefined : { region };
}
