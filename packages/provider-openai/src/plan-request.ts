import type { TrackerHost } from '@llm-tracker/core/plugin';
import type { CallPlan, RequestPlan, StainlessRequest } from '@llm-tracker/wire';
import { findCallEndpoint } from './call-endpoints.ts';
import { createJobWatcher } from './job-endpoints.ts';
import type { OpenaiProviderOptions } from './openai-provider.ts';
import { requestFields, textField } from './request-fields.ts';
import { createServerFinder } from './server-of-client.ts';
import { createStreamUsage } from './stream-usage.ts';

/** Decides by method and path what each request of an OpenAI client is. */
export function createRequestPlanner(
  host: TrackerHost,
  options: OpenaiProviderOptions,
): (request: StainlessRequest, client: object) => RequestPlan {
  const findServer = createServerFinder(host, options.provider);
  const streamUsage = createStreamUsage(options.streamUsage ?? 'auto');
  const watchJob = createJobWatcher(host);

  return (request, client) => {
    const { provider, origin, details } = findServer(client);
    const path = (request.path.split('?', 1)[0] ?? '').replace(/\/+$/, '');
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
      details,
    };
    const body = typeof request.body === 'object' && request.body !== null ? request.body : {};
    return endpoint.asksStreamUsage && request.isStreamed ? streamUsage.ask(plan, body, origin) : plan;
  };
}
