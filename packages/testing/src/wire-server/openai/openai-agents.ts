import type { AnswerContext, JsonObject, WireEvent } from '../wire-format.ts';
import type { OpenaiRoute } from './openai-route.ts';
import { responseUsage, usageFor } from './openai-usage.ts';

/** Sessions of managed agents. Every session has one turn, at work in `…/turns/new` and done anywhere else; its own usage sums up the turns. */
export const openaiAgents: OpenaiRoute = (segments, request, context) => {
  const [resource, group, sessionId, part, turnId] = segments;
  if (resource !== 'agents' || group !== 'sessions') return null;
  const id = sessionId ?? 'sess_1';
  const streamed = request.json['stream'] === true || (part === 'events' && request.method === 'GET');
  if (streamed) return { events: turnEvents(id, context) };
  if (part === 'events') return { status: 200, body: { object: 'list', data: [], has_more: false } };
  if (part === 'turns' && turnId === undefined) {
    const data = ['turn_1', 'turn_2'].map((turn) => turnOf(id, turn, true, context));
    return { status: 200, body: { object: 'list', data, first_id: 'turn_1', last_id: 'turn_2', has_more: false } };
  }
  if (part === 'turns' && turnId !== undefined) {
    return { status: 200, body: turnOf(id, turnId, turnId !== 'new', context) };
  }
  const session = { id, object: 'agent.session', created_at: context.createdSeconds, status: 'idle', metadata: {} };
  return { status: 200, body: { ...session, agent_id: 'agent_1', usage: usageOf(context) } };
};

function turnOf(sessionId: string, id: string, done: boolean, context: AnswerContext): JsonObject {
  return {
    id,
    object: 'agent.session.turn',
    agent_id: 'agent_1',
    session_id: sessionId,
    subagent_id: null,
    created_at: context.createdSeconds,
    started_at: context.createdSeconds,
    completed_at: done ? context.createdSeconds : null,
    status: done ? 'completed' : 'in_progress',
    error: null,
    usage: done ? usageOf(context) : null,
  };
}

function* turnEvents(sessionId: string, context: AnswerContext): Generator<WireEvent> {
  const event = (type: string, done: boolean): WireEvent => ({
    event: type,
    data: {
      type,
      event_id: `event_${context.nextId()}`,
      session_id: sessionId,
      turn_id: 'turn_1',
      turn: turnOf(sessionId, 'turn_1', done, context),
      ...(done ? { usage: usageOf(context) } : {}),
    },
  });
  yield event('agent.session.turn.created', false);
  yield event('agent.session.turn.in_progress', false);
  yield event('agent.session.turn.completed', true);
}

function usageOf(context: AnswerContext): JsonObject {
  return responseUsage(usageFor('', '', '', context.scenario.usage));
}
