import type { CallDetails, CallStart, TrackerHost } from '@llm-tracker/core/plugin';
import { parseJson, textMember } from '../read-member.ts';
import { findCallEndpoint } from './call-endpoints.ts';
import { createJobWatcher } from './job-watcher.ts';
import { readModelPath, shortModelName } from './model-path.ts';

/** A request as the SDK is about to send it. */
export interface GenAiRequest {
  readonly url: string;
  readonly method: string;
  readonly body: unknown;
}

/** A request that is one call. */
export interface CallPlan {
  readonly start: CallStart;
  /** What is known of it before it leaves. */
  readonly details?: CallDetails | undefined;
  /** It ends with the headers of its answer. */
  readonly isAnsweredByHeaders?: true | undefined;
}

/** A request that is no call of its own, but whose answer may tell the usage of an earlier one. */
export interface LookPlan {
  look(response: Response): void;
}

/** Decides by method, path and body what each request of a client is; null for one that is free. */
export function createRequestPlanner(
  host: TrackerHost,
  provider: 'gemini' | 'vertex',
): (request: GenAiRequest) => CallPlan | LookPlan | null {
  const watchJob = createJobWatcher(host, provider);
  return ({ url, method, body }) => {
    const { pathname, hostname, searchParams } = new URL(url);
    if (method === 'GET') return watchJob(pathname);
    const { model, verb, location } = readModelPath(pathname);
    const endpoint = findCallEndpoint(method, pathname, verb, body);
    // The parts of an upload follow its announcement.
    if (endpoint === null || searchParams.has('upload_id')) return null;
    const named = endpoint.modelMember === undefined ? undefined : textMember(parseJson(body), endpoint.modelMember);
    const place = provider === 'vertex' ? (location ?? globalLocation(hostname)) : undefined;
    return {
      start: {
        provider,
        operation: endpoint.operation,
        model: named === undefined ? model : (shortModelName(named) ?? named),
        reader: endpoint.createReader(body),
        streamed: endpoint.streams === true,
        ...(place === undefined ? {} : { region: place }),
        ...(endpoint.isUnknown === true ? { isStoredOnlyWithUsage: true } : {}),
      },
      ...(place === undefined ? {} : { details: { priceContext: { location: place } } }),
      isAnsweredByHeaders: endpoint.isAnsweredByHeaders,
    };
  };
}

/** Express mode has no location in its paths, and one host, which is the global one. https://cloud.google.com/vertex-ai/generative-ai/docs/start/express-mode/overview */
function globalLocation(hostname: string): string | undefined {
  return hostname === 'aiplatform.googleapis.com' ? 'global' : undefined;
}
