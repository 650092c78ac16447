import { openaiFormat } from '../openai/openai-format.ts';
import type { JsonObject, StreamAnswer, WireAnswer, WireEvent, WireFormat, WireRequest } from '../wire-format.ts';

const path = /^\/openai\/(?:deployments\/([^/]+)\/)?(?:v1\/)?(.+)$/;

/**
 * An Azure OpenAI resource, which answers as OpenAI does: the key travels in `api-key`, the deployment in the path, and answers tell
 * what the content filter found. https://learn.microsoft.com/azure/ai-foundry/openai/reference
 */
export function azureFormat(): WireFormat {
  const openai = openaiFormat();
  return {
    name: 'azure',
    speaks: (request) => path.test(request.path),
    answer(request, context) {
      if ('stream_options' in request.json && isBeforeStreamOptions(request)) {
        const message = 'Unrecognized request argument supplied: stream_options';
        return openai.refuse({ status: 400, message, type: 'invalid_request_error', code: null }, asOpenai(request));
      }
      const answer = openai.answer(asOpenai(request), context);
      return /\/chat\/completions$/.test(request.path) ? filtered(answer) : answer;
    },
    refuse: (error, request) => openai.refuse(error, asOpenai(request)),
    failureEvent: (error, request) => openai.failureEvent(error, asOpenai(request)),
    headers: (request, context) => ({
      'x-request-id': `req_${context.requestId}`,
      'apim-request-id': `apim_${context.requestId}`,
      'x-ms-region': 'Sweden Central',
      ...(request.query.has('api-version') ? { 'api-supported-versions': '2024-10-21' } : {}),
    }),
  };
}

/** API versions that do not know `stream_options`. https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle */
function isBeforeStreamOptions(request: WireRequest): boolean {
  return (request.query.get('api-version') ?? '9999') < '2024-09-01';
}

function asOpenai(request: WireRequest): WireRequest {
  const [, deployment, rest = ''] = path.exec(request.path) ?? [];
  const key = request.headers['api-key'] ?? request.headers['authorization']?.replace(/^Bearer /, '');
  return {
    ...request,
    path: `/v1/${rest}`,
    headers: key === undefined ? request.headers : { ...request.headers, authorization: `Bearer ${key}` },
    json: deployment === undefined || 'model' in request.json ? request.json : { ...request.json, model: deployment },
  };
}

const nothingFound = [{ prompt_index: 0, content_filter_results: { hate: { filtered: false, severity: 'safe' } } }];

function filtered(answer: WireAnswer): WireAnswer {
  if ('events' in answer) return { ...answer, events: afterFilter(answer) };
  if (answer.status !== 200) return answer;
  return { ...answer, body: { ...(answer.body as JsonObject), prompt_filter_results: nothingFound } };
}

/** The first chunk of a stream has no choices and tells of the prompt alone. */
function* afterFilter(answer: StreamAnswer): Iterable<WireEvent> {
  yield {
    data: { choices: [], created: 0, id: '', model: '', object: '', prompt_filter_results: nothingFound },
  };
  yield* answer.events;
}
