import type { TrackerHost } from '@llm-tracker/core/plugin';
import type { RequestPlan, StainlessRequest } from '@llm-tracker/wire';
import type { AnthropicProviderOptions } from './anthropic-provider.ts';
import { findCallEndpoint } from './call-endpoints.ts';
import { createPlaceFinder } from './find-place.ts';
import { createLookPlanner } from './plan-look.ts';

/** Decides by method and path what each request of an Anthropic client is. */
export function createRequestPlanner(
  host: TrackerHost,
  options: AnthropicProviderOptions,
): (request: StainlessRequest, client: object) => RequestPlan {
  const findPlace = createPlaceFinder(host, options.provider);
  const planLook = createLookPlanner(host);

  return (request, client) => {
    const path = pathOf(request.path);
    const endpoint = request.method === 'POST' ? findCallEndpoint(path) : null;
    if (endpoint === null) return planLook(request.method, path, () => findPlace(client).provider);
    const { provider, region, priceContext } = findPlace(client);
    return {
      start: {
        provider,
        operation: endpoint.operation,
        model: modelIn(request.body),
        reader: endpoint.createReader(),
        streamed: request.isStreamed,
        ...(region === undefined ? {} : { region }),
        ...(endpoint.isUnknown ? { isStoredOnlyWithUsage: true } : {}),
      },
      details: priceContext === undefined ? undefined : { priceContext },
    };
  };
}

/** The path below the base URL, without a query. Batches name where their results are by a whole URL. */
function pathOf(path: string): string {
  const plain = path.split('?', 1)[0] ?? '';
  const below = /^https?:\/\/[^/]+(?:\/.*)?(\/v1\/.*)$/.exec(plain)?.[1] ?? plain;
  return below.replace(/\/+$/, '');
}

function modelIn(body: unknown): string | null {
  const model: unknown = typeof body === 'object' && body !== null && 'model' in body ? body.model : undefined;
  return typeof model === 'string' && model !== '' ? model : null;
}
