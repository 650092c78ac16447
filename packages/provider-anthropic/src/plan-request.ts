import type { TrackerHost } from '@llm-tracker/core/plugin';
import { anthropicMessageReader, genericReader, type RequestPlan, type StainlessRequest } from '@llm-tracker/wire';
import type { AnthropicProviderOptions } from './anthropic-provider.ts';
import { createPlaceFinder } from './find-place.ts';
import type { Place } from './place-of-client.ts';
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
    if (request.method === 'POST' && path === '/v1/messages') return planCall(request, findPlace(client), 'messages');
    if (request.method === 'POST' && path === '/v1/complete')
      return planCall(request, findPlace(client), 'completions');
    return planLook(request.method, path, () => findPlace(client).provider);
  };
}

function planCall(request: StainlessRequest, place: Place, operation: 'messages' | 'completions'): RequestPlan {
  const { provider, region, priceContext } = place;
  return {
    start: {
      provider,
      operation,
      model: modelIn(request.body),
      reader: operation === 'messages' ? anthropicMessageReader() : genericReader(),
      streamed: request.isStreamed,
      ...(region === undefined ? {} : { region }),
    },
    details: priceContext === undefined ? undefined : { priceContext },
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
