import { type ModelTurn, streamedText, textIn, turnOf } from '../openai/openai-text.ts';
import { usageFor } from '../openai/openai-usage.ts';
import type { AnswerContext, JsonObject } from '../wire-format.ts';
import { anthropicRefusal } from './anthropic-errors.ts';
import { messageEvents } from './anthropic-message-events.ts';
import type { AnthropicRoute } from './anthropic-route.ts';
import { messageUsage } from './anthropic-usage.ts';

const dated: Record<string, string> = {
  'claude-haiku-4-5': 'claude-haiku-4-5-20251001',
  'claude-opus-4-5': 'claude-opus-4-5-20251101',
  'claude-sonnet-4-5': 'claude-sonnet-4-5-20250929',
};

/** POST /messages, and /messages/count_tokens, which costs nothing. */
export const anthropicMessages: AnthropicRoute = (segments, request, context) => {
  if (request.method !== 'POST' || segments[0] !== 'messages') return null;
  const { json } = request;
  const [, action] = segments;
  if (action === 'count_tokens') {
    return { status: 200, body: { input_tokens: turnUsage(json, context).inputTokens } };
  }
  if (segments.length > 1) return null;
  if (!Array.isArray(json['messages'])) {
    return anthropicRefusal({ status: 400, message: 'messages: Field required', requestId: context.requestId });
  }
  const message = messageOf(json, context, 'standard');
  if (json['stream'] === true) return { events: messageEvents(message, context) };
  return { status: 200, body: message };
};

/** Any other POST: an endpoint that nobody knows yet, whose body carries usage. */
export const anthropicGeneric: AnthropicRoute = (segments, request, context) => {
  if (request.method !== 'POST' || segments.length === 0) return null;
  const { content: _content, ...body } = messageOf(request.json, context, 'standard');
  return { status: 200, body: { ...body, type: segments.join('.') } };
};

/** The message that answers a request. */
export function messageOf(json: JsonObject, context: AnswerContext, serviceTier: string): JsonObject {
  const turn = messageTurn(json, context);
  const toolCalls = turn.toolCalls.map((call) => ({
    type: 'tool_use',
    id: `toolu_${context.nextId()}`,
    name: call.name,
    input: JSON.parse(call.arguments),
  }));
  const text = turn.text === '' ? [] : [{ type: 'text', text: turn.text, citations: null }];
  return {
    model: modelAnswering(json['model'], context),
    id: `msg_${context.nextId()}`,
    type: 'message',
    role: 'assistant',
    content: [...text, ...toolCalls],
    stop_reason: toolCalls.length > 0 ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: messageUsage(json, turnUsage(json, context), serviceTier),
  };
}

function modelAnswering(asked: unknown, context: AnswerContext): string {
  const name = typeof asked === 'string' ? asked : 'claude-haiku-4-5';
  return context.scenario.model ?? dated[name] ?? name;
}

function turnUsage(json: JsonObject, context: AnswerContext): ReturnType<typeof usageFor> {
  const { scenario } = context;
  const turn = messageTurn(json, context);
  const text = scenario.textEvents === undefined ? turn.text : streamedText(turn.text, scenario);
  const spoken = text + turn.toolCalls.map((call) => call.name + call.arguments).join('');
  return usageFor('', textIn([json['system'], json['messages']]), spoken, scenario.usage);
}

/** A turn as other models make it, of tools and formats in their own spelling. */
function messageTurn(json: JsonObject, context: AnswerContext): ModelTurn {
  const tools = listIn(json['tools']).map((tool) => ({ name: tool['name'], parameters: tool['input_schema'] }));
  const choice = (json['tool_choice'] as JsonObject | undefined)?.['type'];
  const format = (json['output_config'] as JsonObject | undefined)?.['format'] ?? json['output_format'];
  const isAnswered = listIn(json['messages']).some((message) =>
    listIn(message['content']).some((block) => block['type'] === 'tool_result'),
  );
  const request = { ...(tools.length > 0 ? { tools } : {}), tool_choice: choice };
  return turnOf(request, context.scenario, (format as JsonObject | undefined)?.['schema'], isAnswered);
}

function listIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}
