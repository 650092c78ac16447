import type { AnswerContext, JsonObject, WireEvent } from '../wire-format.ts';
import type { AnthropicRoute } from './anthropic-route.ts';

const model = 'claude-haiku-4-5';
const usage = { input_tokens: 56, cache_read_input_tokens: 64, cache_creation_input_tokens: 0, output_tokens: 30 };

/** Sessions of managed agents, and dreams: what models used for them stands in events, and in the finished dream. https://docs.claude.com/en/docs/agents */
export const anthropicAgents: AnthropicRoute = (segments, request, context) => {
  const [resource, id, part] = segments;
  if (resource === 'dreams') {
    return { status: 200, body: dream(id ?? `drm_${context.nextId()}`, id !== undefined, context) };
  }
  if (resource !== 'sessions') return null;
  if (part !== 'events') return { status: 200, body: session(id ?? `sesn_${context.nextId()}`, context) };
  const events = sessionEvents(id ?? '', context);
  if (segments[3] === 'stream') return { events: events.map((data): WireEvent => ({ event: 'message', data })) };
  if (request.method === 'POST') return { status: 200, body: { data: request.json['events'] ?? [] } };
  return { status: 200, body: { data: events, next_page: null } };
};

function session(id: string, context: AnswerContext): JsonObject {
  const at = instant(context);
  return {
    id,
    type: 'session',
    agent: {
      id: 'agent_1',
      type: 'agent',
      name: 'kit',
      version: 1,
      model: { id: model, speed: 'standard' },
      tools: [],
    },
    status: 'idle',
    usage: { ...usage, list_cost: null },
    created_at: at,
    updated_at: at,
    archived_at: null,
    environment_id: 'env_1',
    metadata: {},
  };
}

/** The same events, with the same ids, every time. */
function sessionEvents(id: string, context: AnswerContext): JsonObject[] {
  const at = instant(context);
  const event = (type: string, members: JsonObject): JsonObject => ({
    id: `sevt_${id}_${type}`,
    type,
    processed_at: at,
    ...members,
  });
  return [
    event('session.status_running', {}),
    event('span.model_request_start', {}),
    event('agent.message', { content: [{ type: 'text', text: 'Certainly.' }] }),
    event('span.model_request_end', {
      model_request_start_id: `sevt_${id}_span.model_request_start`,
      is_error: false,
      model_usage: usage,
    }),
    event('session.status_idle', { stop_reason: { type: 'end_turn' } }),
  ];
}

function dream(id: string, isEnded: boolean, context: AnswerContext): JsonObject {
  const at = instant(context);
  return {
    id,
    type: 'dream',
    status: isEnded ? 'completed' : 'pending',
    model: { id: model, speed: 'standard' },
    inputs: [],
    outputs: [],
    usage: isEnded ? usage : { ...usage, input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 0 },
    created_at: at,
    ended_at: isEnded ? at : null,
    archived_at: null,
    error: null,
    session_id: null,
  };
}

function instant(context: AnswerContext): string {
  return new Date(context.createdSeconds * 1000).toISOString();
}
