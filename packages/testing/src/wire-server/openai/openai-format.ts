import type { WireFormat, WireRequest } from '../wire-format.ts';
import { openaiAgents } from './openai-agents.ts';
import { openaiAudio } from './openai-audio.ts';
import { openaiChat, openaiStoredChat } from './openai-chat.ts';
import { openaiCompletion } from './openai-completion.ts';
import { openaiEmbeddings } from './openai-embeddings.ts';
import { openaiRefusal } from './openai-errors.ts';
import { openaiGeneric } from './openai-generic.ts';
import { openaiGrading } from './openai-grading.ts';
import { openaiImages } from './openai-images.ts';
import { createOpenaiJobs } from './openai-jobs.ts';
import { openaiLists } from './openai-lists.ts';
import { createOpenaiResponses } from './openai-responses.ts';
import type { OpenaiRoute } from './openai-route.ts';
import { createOpenaiRuns } from './openai-runs.ts';

/** Everything below `/v1` as api.openai.com answers it: https://platform.openai.com/docs/api-reference */
export function openaiFormat(): WireFormat {
  const routes: readonly OpenaiRoute[] = [
    openaiChat,
    openaiStoredChat,
    openaiCompletion,
    createOpenaiResponses(),
    openaiEmbeddings,
    openaiAudio,
    openaiImages,
    createOpenaiJobs(),
    createOpenaiRuns(),
    openaiAgents,
    openaiGrading,
    openaiLists,
    openaiGeneric,
  ];
  return {
    name: 'openai',
    speaks: (request) => segmentsOf(request.path) !== undefined,
    answer(request, context) {
      const refusal = refusedKey(request);
      if (refusal !== undefined) return openaiRefusal({ status: 401, code: 'invalid_api_key', message: refusal });
      const segments = segmentsOf(request.path) ?? [];
      for (const route of routes) {
        const answer = route(segments, request, context);
        if (answer !== null) return answer;
      }
      return openaiRefusal({ status: 404, message: `Invalid URL (${request.method} ${request.path})`, code: null });
    },
    refuse: openaiRefusal,
    failureEvent(error, request) {
      const { body } = openaiRefusal({
        message: 'The server had an error while processing your request. Sorry about that!',
        ...error,
      });
      if (segmentsOf(request.path)?.[0] !== 'responses') return { data: body };
      const { code, message, param } = (body as { error: Record<string, unknown> }).error;
      return {
        event: 'error',
        data: { type: 'error', code: code ?? 'server_error', message, param, sequence_number: 1 },
      };
    },
    headers: (_request, context) => ({
      'x-request-id': `req_${context.requestId}`,
      'openai-organization': 'wire-server',
      'openai-processing-ms': '12',
      'openai-version': '2020-10-01',
    }),
  };
}

function segmentsOf(path: string): string[] | undefined {
  const match = /\/v1\/(.*)$/.exec(path);
  return match?.[1]?.split('/').filter((segment) => segment !== '');
}

/** What api.openai.com says to a key that it does not know: here, any with "wrong" or "invalid" in it. */
function refusedKey(request: WireRequest): string | undefined {
  const authorization = request.headers['authorization'];
  if (authorization === undefined) {
    return "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).";
  }
  const key = authorization.replace(/^Bearer /, '');
  if (!/wrong|invalid/.test(key)) return undefined;
  const shown = key.length < 12 ? key : `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`;
  return `Incorrect API key provided: ${shown}. You can find your API key at https://platform.openai.com/account/api-keys.`;
}
