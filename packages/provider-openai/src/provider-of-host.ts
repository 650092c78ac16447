import type { TrackerHost } from '@llm-tracker/core/plugin';

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

/** Finds whose prices apply by the base URL; a host that nobody knows (a gateway) counts as `openai`, with one event per host. */
export function createProviderFinder(host: TrackerHost, given: string | undefined): (url: URL | null) => string {
  const told = new Set<string>();
  return (url) => {
    if (given !== undefined) return given;
    const name = url?.hostname ?? '';
    const known = vendorHosts.find(([suffix]) => name === suffix || name.endsWith(`.${suffix}`));
    if (known !== undefined) return known[1];
    if (!told.has(name)) {
      told.add(name);
      host.report({
        type: 'openai:unknown_host',
        level: 'info',
        message: `The OpenAI client calls ${name || 'an unknown host'}; its calls are priced as provider "openai". If it serves other prices, say so: openaiProvider(client, { provider: "…" }).`,
        details: { host: name },
      });
    }
    return 'openai';
  };
}
