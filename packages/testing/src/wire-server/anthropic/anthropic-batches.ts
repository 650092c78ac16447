import type { AnswerContext, JsonObject, WireRequest } from '../wire-format.ts';
import { anthropicError, anthropicRefusal } from './anthropic-errors.ts';
import { messageOf } from './anthropic-messages.ts';
import type { AnthropicRoute } from './anthropic-route.ts';

/** /messages/batches: a batch has ended as soon as it is asked for again, and its results are the same every time. Requests whose `custom_id` says `error` fail. */
export function createAnthropicBatches(): AnthropicRoute {
  const results = new Map<string, string>();
  return (segments, request, context) => {
    if (segments[0] !== 'messages' || segments[1] !== 'batches') return null;
    const [, , id, action] = segments;
    if (id === undefined) {
      if (request.method === 'POST') {
        const created = `msgbatch_${context.nextId()}`;
        results.set(created, resultLines(request.json, context));
        return { status: 200, body: batch(created, 'in_progress', request, context) };
      }
      const data = [...results.keys()].map((known) => batch(known, 'ended', request, context));
      return {
        status: 200,
        body: { data, has_more: false, first_id: data[0]?.['id'] ?? null, last_id: data.at(-1)?.['id'] ?? null },
      };
    }
    const lines = results.get(id);
    if (lines === undefined)
      return anthropicRefusal({ status: 404, message: `batch: ${id}`, requestId: context.requestId });
    if (request.method === 'DELETE') return { status: 200, body: { id, type: 'message_batch_deleted' } };
    if (action === 'results') return { status: 200, headers: { 'content-type': 'application/x-jsonl' }, body: lines };
    return { status: 200, body: batch(id, action === 'cancel' ? 'canceling' : 'ended', request, context) };
  };
}

function batch(id: string, status: string, request: WireRequest, context: AnswerContext): JsonObject {
  const createdAt = new Date(context.createdSeconds * 1000).toISOString();
  const isEnded = status === 'ended';
  return {
    id,
    type: 'message_batch',
    processing_status: status,
    request_counts: { processing: isEnded ? 0 : 1, succeeded: isEnded ? 1 : 0, errored: 0, canceled: 0, expired: 0 },
    ended_at: isEnded ? createdAt : null,
    created_at: createdAt,
    expires_at: createdAt,
    archived_at: null,
    cancel_initiated_at: null,
    results_url: isEnded ? `http://${request.headers['host']}/v1/messages/batches/${id}/results` : null,
  };
}

function resultLines(json: JsonObject, context: AnswerContext): string {
  return (json['requests'] as JsonObject[])
    .map(({ custom_id, params }) => {
      const isFailing = String(custom_id).includes('error');
      const result = isFailing
        ? { type: 'errored', error: anthropicError({ status: 400 }) }
        : { type: 'succeeded', message: messageOf(params as JsonObject, context, 'batch') };
      return `${JSON.stringify({ custom_id, result })}\n`;
    })
    .join('');
}
