import type { WireFormat, WireRequest } from '../wire-format.ts';
import { anthropicAgents } from './anthropic-agents.ts';
import { createAnthropicBatches } from './anthropic-batches.ts';
import { anthropicCompletion } from './anthropic-completion.ts';
import { anthropicError, anthropicRefusal } from './anthropic-errors.ts';
import { anthropicLists } from './anthropic-lists.ts';
import { anthropicGeneric, anthropicMessages } from './anthropic-messages.ts';
import type { AnthropicRoute } from './anthropic-route.ts';

/** Everything below `/v1` as api.anthropic.com answers it, to clients that name its version: https://docs.claude.com/en/api/overview */
export function anthropicFormat(): WireFormat {
  const routes: readonly AnthropicRoute[] = [
    createAnthropicBatches(),
    anthropicMessages,
    anthropicCompletion,
    anthropicAgents,
    anthropicLists,
    anthropicGeneric,
  ];
  return {
    name: 'anthropic',
    speaks: (request) => request.headers['anthropic-version'] !== undefined && segmentsOf(request.path) !== undefined,
    answer(request, context) {
      const refusal = refusedKey(request);
      if (refusal !== undefined)
        return anthropicRefusal({ status: 401, message: refusal, requestId: context.requestId });
      const segments = segmentsOf(request.path) ?? [];
      for (const route of routes) {
        const answer = route(segments, request, context);
        if (answer !== null) return answer;
      }
      return anthropicRefusal({ status: 404, message: 'Not found', requestId: context.requestId });
    },
    refuse: anthropicRefusal,
    failureEvent: (error) => ({
      event: 'error',
      data: anthropicError({ ...error, type: error.type ?? error.code ?? undefined }),
    }),
    headers: (_request, context) => ({
      'request-id': `req_${context.requestId}`,
      'anthropic-organization-id': 'wire-server',
      'anthropic-ratelimit-requests-limit': '4000',
      'anthropic-ratelimit-requests-remaining': '3999',
    }),
  };
}

function segmentsOf(path: string): string[] | undefined {
  const match = /\/v1\/(.*)$/.exec(path);
  return match?.[1]?.split('/').filter((segment) => segment !== '');
}

/** What api.anthropic.com says to a key that it does not know: here, any with "wrong" or "invalid" in it. */
function refusedKey(request: WireRequest): string | undefined {
  const key = request.headers['x-api-key'] ?? request.headers['authorization']?.replace(/^Bearer /, '');
  if (key === undefined) return 'x-api-key header is required';
  return /wrong|invalid/.test(key) ? 'invalid x-api-key' : undefined;
}
