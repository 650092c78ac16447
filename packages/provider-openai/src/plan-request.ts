import type { CallDetails, TrackerHost } from '@llm-tracker/core/plugin';
import type { CallPlan, RequestPlan, StainlessRequest } from '@llm-tracker/wire';
import { findCallEndpoint } from './call-endpoints.ts';
import { createJobWatcher } from './job-endpoints.ts';
import type { OpenaiProviderOptions } from './openai-provider.ts';
import { createProviderFinder } from './provider-of-host.ts';
import { requestFields, textField } from './request-fields.ts';
import { createStreamUsage } from './stream-usage.ts';

/** Decides by method and path what each request of an OpenAI client is. */
export function createRequestPlanner(
  host: TrackerHost,
  options: OpenaiProviderOptions,
): (request: StainlessRequest, client: object) => RequestPlan {
  const findProvider = createProviderFinder(host, options.provider);
  const streamUsage = createStreamUsage(options.streamUsage ?? 'auto');
  const watchJob = createJobWatcher(host);

  return (request, client) => {
    const url = baseUrlOf(client);
    const path = (request.path.split('?', 1)[0] ?? '').replace(/\/+$/, '');
    const provider = findProvider(url);
    const job = watchJob(request.method, path, provider);
    if (job !== null || request.method !== 'POST') return job;
    const endpoint = findCallEndpoint(path);
    if (endpoint === null) return null;
    const fields = requestFields(request.body);
    const plan: CallPlan = {
      start: {
        provider,
        operation: endpoint.operation,
        // An Azure client may name its deployment once, for all of its calls.
        model: textField(fields, 'model') ?? textField(requestFields(client), 'deploymentName') ?? null,
        reader: endpoint.createReader(fields),
        streamed: request.isStreamed,
        ...(endpoint.isUnknown ? { isStoredOnlyWithUsage: true } : {}),
      },
      details: placeOf(url),
    };
    const body = typeof request.body === 'object' && request.body !== null ? request.body : {};
    return endpoint.asksStreamUsage && request.isStreamed ? streamUsage.ask(plan, body, url?.origin ?? '') : plan;
  };
}

function baseUrlOf(client: object): URL | null {
  const baseURL: unknown = Reflect.get(client, 'baseURL');
  return typeof baseURL === 'string' && URL.canParse(baseURL) ? new URL(baseURL) : null;
}

/** Where a call is processed costs more or less, and is told by the host alone. https://platform.openai.com/docs/guides/your-data#data-residency-controls */
function placeOf(url: URL | null): CallDetails | undefined {
  const hostname = url?.hostname ?? '';
  const residency = /^([a-z]{2})\.api\.openai\.com$/.exec(hostname)?.[1];
  if (residency !== undefined) return { priceContext: { residency } };
  const region = /^([a-z0-9]+)\.api\.cognitive\.microsoft\.com$/.exec(hostname)?.[1];
  return region === undefined ? undefined : { region };
}
