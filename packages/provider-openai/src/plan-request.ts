import type { TrackerHost } from '@llm-tracker/core/plugin';
import type { CallPlan, RequestPlan, StainlessRequest } from '@llm-tracker/wire';
import { findCallEndpoint } from './call-endpoints.ts';
import { readEndpointPath } from './endpoint-path.ts';
import { createJobWatcher } from './job-endpoints.ts';
import { lateFieldsReader } from './late-fields-reader.ts';
import type { OpenaiProviderOptions } from './openai-provider.ts';
import { requestFields, textField } from './request-fields.ts';
import { createServerFinder } from './server-of-client.ts';
import { createStreamUsage } from './stream-usage.ts';
import { formStreamIn, watchFormStream } from './watch-form-stream.ts';

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
    const { path, deployment } = readEndpointPath(request.path);
    const job = watchJob(request.method, path, { provider, place: details ?? {} });
    if (job !== null || request.method !== 'POST') return job;
    const endpoint = findCallEndpoint(path);
    if (endpoint === null) return null;
    const formStream = formStreamIn(request.body);
    const fields = formStream === null ? requestFields(request.body) : watchFormStream(formStream);
    const plan: CallPlan = {
      start: {
        provider,
        operation: endpoint.operation,
        model: deployment ?? deploymentOf(client, path) ?? textField(fields, 'model') ?? request.model ?? null,
        reader: formStream === null ? endpoint.createReader(fields) : lateFieldsReader(fields, endpoint.createReader),
        streamed: request.isStreamed,
        ...(endpoint.isUnknown ? { isStoredOnlyWithUsage: true } : {}),
      },
      details,
    };
    const body = typeof request.body === 'object' && request.body !== null ? request.body : {};
    return endpoint.asksStreamUsage && request.isStreamed ? streamUsage.ask(plan, body, origin) : plan;
  };
}

/** Where an Azure client sends to its own deployment, whatever model a body names. https://github.com/openai/openai-node/blob/master/src/azure.ts */
const deploymentPaths =
  /^\/(completions|chat\/completions|embeddings|audio\/(transcriptions|translations|speech)|images\/(generations|edits)|batches)$/;

function deploymentOf(client: object, path: string): string | undefined {
  return deploymentPaths.test(path) ? textField(requestFields(client), 'deploymentName') : undefined;
}
