import { textPieces, turnOf } from '../openai/openai-text.ts';
import type { AnswerContext, JsonObject, WireEvent } from '../wire-format.ts';
import type { AnthropicRoute } from './anthropic-route.ts';

/** POST /complete (legacy), which reports no usage: https://docs.claude.com/en/api/complete */
export const anthropicCompletion: AnthropicRoute = (segments, request, context) => {
  if (request.method !== 'POST' || segments.join('/') !== 'complete') return null;
  const { json } = request;
  const { text } = turnOf({}, context.scenario, undefined, false);
  const envelope = { type: 'completion', id: `compl_${context.nextId()}`, model: json['model'] };
  if (json['stream'] === true) return { events: completionEvents(envelope, text, context) };
  return { status: 200, body: { ...envelope, completion: text, stop_reason: 'stop_sequence', stop: null } };
};

function* completionEvents(envelope: JsonObject, text: string, context: AnswerContext): Generator<WireEvent> {
  for (const completion of textPieces(text, context.scenario)) {
    yield { event: 'completion', data: { ...envelope, completion, stop_reason: null } };
  }
  yield { event: 'completion', data: { ...envelope, completion: '', stop_reason: 'stop_sequence' } };
}
