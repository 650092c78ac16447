import type { AnswerContext, JsonObject, WireEvent } from '../wire-format.ts';
import { openaiRefusal } from './openai-errors.ts';
import { modelAnswering, tierServed } from './openai-model.ts';
import type { OpenaiRoute } from './openai-route.ts';
import { type ModelTurn, streamedText, textIn, textPieces, turnOf } from './openai-text.ts';
import { chatUsage, usageFor } from './openai-usage.ts';

/** POST /chat/completions */
export const openaiChat: OpenaiRoute = (segments, request, context) => {
  if (request.method !== 'POST' || segments.join('/') !== 'chat/completions') return null;
  const { json } = request;
  if (!Array.isArray(json['messages'])) {
    return openaiRefusal({
      status: 400,
      message: "Missing required parameter: 'messages'.",
      param: 'messages',
      code: 'missing_required_parameter',
    });
  }
  if (json['stream'] === true) return { events: chatEvents(json, context) };
  return { status: 200, body: chatCompletion(json, context) };
};

/** GET, POST and DELETE of stored completions: they carry the usage of the call that made them once more. */
export const openaiStoredChat: OpenaiRoute = (segments, request, context) => {
  if (segments[0] !== 'chat' || segments[1] !== 'completions') return null;
  const id = segments[2];
  if (id === undefined) {
    if (request.method !== 'GET') return null;
    const after = request.query.get('after');
    const data = (after === null ? [1, 2] : [3]).map((index) => storedCompletion(`chatcmpl-stored${index}`, context));
    return {
      status: 200,
      body: { object: 'list', data, first_id: data[0]?.['id'], last_id: data.at(-1)?.['id'], has_more: after === null },
    };
  }
  if (request.method === 'DELETE')
    return { status: 200, body: { object: 'chat.completion.deleted', id, deleted: true } };
  if (segments[3] === 'messages') {
    const data = [{ id: `${id}-0`, role: 'user', content: 'What is the answer?', name: null, content_parts: null }];
    return { status: 200, body: { object: 'list', data, first_id: `${id}-0`, last_id: `${id}-0`, has_more: false } };
  }
  return { status: 200, body: { ...storedCompletion(id, context), metadata: request.json['metadata'] ?? {} } };
};

function storedCompletion(id: string, context: AnswerContext): JsonObject {
  return {
    ...chatCompletion({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'What is the answer?' }] }, context),
    id,
  };
}

function chatCompletion(json: JsonObject, context: AnswerContext): JsonObject {
  const { scenario } = context;
  const turn = chatTurn(json, context);
  const model = modelAnswering(json['model'], scenario);
  const usage = usageFor(model, textIn(json['messages']), spoken(turn), scenario.usage);
  const choices = Array.from({ length: choiceCount(json) }, (_, index) => ({
    index,
    message: {
      role: 'assistant',
      content: turn.text === '' ? null : turn.text,
      ...(turn.toolCalls.length > 0 ? { tool_calls: toolCalls(turn, context) } : {}),
      refusal: null,
      annotations: [],
      ...(wantsAudio(json)
        ? {
            content: null,
            audio: {
              id: `audio_${context.nextId()}`,
              data: 'UklGRg==',
              expires_at: context.createdSeconds + 3600,
              transcript: turn.text,
            },
          }
        : {}),
    },
    logprobs: null,
    finish_reason: turn.toolCalls.length > 0 ? 'tool_calls' : 'stop',
  }));
  return {
    id: `chatcmpl-${context.nextId()}`,
    object: 'chat.completion',
    created: context.createdSeconds,
    model,
    choices,
    usage: chatUsage(usage),
    service_tier: tierServed(json['service_tier']),
    system_fingerprint: 'fp_44709d6fcb',
  };
}

function* chatEvents(json: JsonObject, context: AnswerContext): Generator<WireEvent> {
  const { scenario } = context;
  const turn = chatTurn(json, context);
  const model = modelAnswering(json['model'], scenario);
  const options = json['stream_options'];
  const includeUsage =
    typeof options === 'object' && options !== null && (options as JsonObject)['include_usage'] === true;
  const envelope = {
    id: `chatcmpl-${context.nextId()}`,
    object: 'chat.completion.chunk',
    created: context.createdSeconds,
    model,
    service_tier: tierServed(json['service_tier']),
    system_fingerprint: 'fp_44709d6fcb',
  };
  const noUsage = includeUsage ? { usage: null } : {};
  const chunk = (index: number, delta: JsonObject, finishReason: string | null = null): WireEvent => ({
    data: { ...envelope, choices: [{ index, delta, logprobs: null, finish_reason: finishReason }], ...noUsage },
  });
  const choices = Array.from({ length: choiceCount(json) }, (_, index) => index);
  for (const index of choices)
    yield chunk(index, { role: 'assistant', content: turn.toolCalls.length > 0 ? null : '', refusal: null });
  if (turn.toolCalls.length > 0) {
    for (const [position, call] of toolCalls(turn, context).entries()) {
      yield chunk(0, {
        tool_calls: [
          { index: position, id: call.id, type: 'function', function: { name: call.function.name, arguments: '' } },
        ],
      });
      for (const piece of call.function.arguments.match(/.{1,8}/gs) ?? []) {
        yield chunk(0, { tool_calls: [{ index: position, function: { arguments: piece } }] });
      }
    }
  } else {
    for (const piece of textPieces(turn.text, scenario))
      for (const index of choices) yield chunk(index, { content: piece });
  }
  for (const index of choices) yield chunk(index, {}, turn.toolCalls.length > 0 ? 'tool_calls' : 'stop');
  if (includeUsage) {
    const text = scenario.textEvents === undefined ? spoken(turn) : streamedText(turn.text, scenario);
    const usage = usageFor(model, textIn(json['messages']), text, scenario.usage);
    yield { data: { ...envelope, choices: [], usage: chatUsage(usage) } };
  }
  yield { data: '[DONE]' };
}

function chatTurn(json: JsonObject, context: AnswerContext): ModelTurn {
  const messages = (json['messages'] as JsonObject[] | undefined) ?? [];
  const format = json['response_format'] as JsonObject | undefined;
  const schema = (format?.['json_schema'] as JsonObject | undefined)?.['schema'];
  const answered = messages.some((message) => message['role'] === 'tool');
  return turnOf(json, context.scenario, format?.['type'] === 'json_object' ? {} : schema, answered);
}

function toolCalls(
  turn: ModelTurn,
  context: AnswerContext,
): { id: string; type: 'function'; function: { name: string; arguments: string } }[] {
  return turn.toolCalls.map((call) => ({
    id: `call_${context.nextId()}`,
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
  }));
}

function spoken(turn: ModelTurn): string {
  return turn.text + turn.toolCalls.map((call) => call.name + call.arguments).join('');
}

function choiceCount(json: JsonObject): number {
  return typeof json['n'] === 'number' ? json['n'] : 1;
}

function wantsAudio(json: JsonObject): boolean {
  return Array.isArray(json['modalities']) && json['modalities'].includes('audio');
}
