import type { CallDetails, TrackerHost } from '@llm-tracker/core/plugin';
import type { CallPlan, RequestPlan, StainlessRequest } from '@llm-tracker/wire';
import { findEndpoint } from './endpoints.ts';
import type { OpenaiProviderOptions } from './openai-provider.ts';
import { createProviderFinder } from './provider-of-host.ts';
import { readPolledResponse } from './read-polled-response.ts';
import { createStreamUsage } from './stream-usage.ts';

/** Decides by method and path what each request of an OpenAI client is. */
export function createRequestPlanner(
  host: TrackerHost,
  options: OpenaiProviderOptions,
): (request: StainlessRequest, client: object) => RequestPlan {
  const findProvider = createProviderFinder(host, options.provider);
  const streamUsage = createStreamUsage(options.streamUsage ?? 'auto');
  const pollers = new Map<string, RequestPlan>();

  return (request, client) => {
    const url = baseUrlOf(client);
    const provider = findProvider(url);
    const path = (request.path.split('?', 1)[0] ?? '').replace(/\/+$/, '');
    if (request.method === 'GET') {
      if (!/^\/responses\/[^/]+$/.test(path)) return null;
      const known = pollers.get(provider) ?? readPolledResponse(host, provider);
      pollers.set(provider, known);
      return known;
    }
    const endpoint = request.method === 'POST' ? findEndpoint(path) : undefined;
    if (endpoint === undefined) return null;
    const body = typeof request.body === 'object' && request.body !== null ? request.body : {};
    const plan: CallPlan = {
      start: {
        provider,
        operation: endpoint.operation,
        model: modelIn(body),
        reader: endpoint.createReader(body),
        streamed: request.isStreamed,
      },
      details: residencyOf(url),
    };
    return endpoint.asksStreamUsage && request.isStreamed ? streamUsage.ask(plan, body, url?.origin ?? '') : plan;
  };
}

function modelIn(body: object): string | null {
  const model: unknown = 'model' in body ? body.model : undefined;
  return typeof model === 'string' && model !== '' ? model : null;
}

function baseUrlOf(client: object): URL | null {
  const baseURL: unknown = Reflect.get(client, 'baseURL');
  return typeof baseURL === 'string' && URL.canParse(baseURL) ? new URL(baseURL) : null;
}

/** Data residency costs more, and is told by the host alone. https://platform.openai.com/docs/guides/your-data#data-residency-controls */
function residencyOf(url: URL | null): CallDetails | undefined {
  const place = /^([a-z]{2})\.api\.openai\.com$/.exec(url?.hostname ?? '')?.[1];
  return place === undefined ? undefined : { priceContext: { residency: place } };
}
