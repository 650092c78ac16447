import type { AnswerContext, JsonObject, WireAnswer, WireEvent, WireRequest } from '../wire-format.ts';
import { openaiRefusal } from './openai-errors.ts';
import { modelAnswering } from './openai-model.ts';
import type { OpenaiRoute } from './openai-route.ts';
import { streamedText, textPieces, turnOf } from './openai-text.ts';
import { chatUsage, usageFor } from './openai-usage.ts';

interface Run {
  readonly object: JsonObject;
  readonly text: string;
  polls: number;
  /** It waits for the outputs of its tools. */
  waiting: boolean;
  cancelled: boolean;
}

/** Assistants: threads, messages and runs. A run that offers tools asks for the first of them; any other is done at the second look, or at the end of its stream. */
export function createOpenaiRuns(): OpenaiRoute {
  const runs = new Map<string, Run>();
  return (segments, request, context) => {
    const [resource, first, second, runId, action] = segments;
    if (resource === 'assistants' && request.method === 'POST') {
      return { status: 200, body: { id: `asst_${context.nextId()}`, object: 'assistant', ...request.json } };
    }
    if (resource !== 'threads') return null;
    if (request.method === 'POST' && first === undefined) return { status: 200, body: thread(context) };
    if (request.method === 'POST' && first === 'runs') {
      return begin(`thread_${context.nextId()}`, request, context, runs);
    }
    if (first === undefined) return null;
    if (second === 'messages') return { status: 200, body: message(first, '', context) };
    if (second !== 'runs') return { status: 200, body: { ...thread(context), id: first } };
    if (runId === undefined) return begin(first, request, context, runs);
    const run = runs.get(runId);
    if (run === undefined) {
      return openaiRefusal({ status: 404, message: `No run found with id '${runId}'.`, param: null, code: null });
    }
    if (action === 'cancel') run.cancelled = true;
    else if (action === 'submit_tool_outputs') return submit(run, request, context);
    else if (request.method === 'GET') run.polls += 1;
    return { status: 200, body: stateOf(run, context) };
  };
}

function begin(threadId: string, request: WireRequest, context: AnswerContext, runs: Map<string, Run>): WireAnswer {
  const { json } = request;
  const turn = turnOf(json, context.scenario, undefined, false);
  const id = `run_${context.nextId()}`;
  const calls = turn.toolCalls.map((call, index) => ({ id: `call_${id}${index}`, type: 'function', function: call }));
  const object: JsonObject = {
    id,
    object: 'thread.run',
    created_at: context.createdSeconds,
    assistant_id: json['assistant_id'] ?? 'asst_1',
    thread_id: threadId,
    model: modelAnswering(json['model'], context.scenario),
    instructions: '',
    tools: json['tools'] ?? [],
    metadata: {},
    last_error: null,
    incomplete_details: null,
    required_action:
      calls.length === 0 ? null : { type: 'submit_tool_outputs', submit_tool_outputs: { tool_calls: calls } },
  };
  const streamed = json['stream'] === true;
  const text = streamed ? streamedText(turn.text, context.scenario) : turn.text;
  const run: Run = { object, text: text || 'It is sunny.', polls: 0, waiting: calls.length > 0, cancelled: false };
  runs.set(id, run);
  return streamed ? { events: runEvents(run, context, true) } : { status: 200, body: stateOf(run, context) };
}

function submit(run: Run, request: WireRequest, context: AnswerContext): WireAnswer {
  run.waiting = false;
  run.polls = 0;
  return request.json['stream'] === true
    ? { events: runEvents(run, context, false) }
    : { status: 200, body: stateOf(run, context) };
}

function stateOf(run: Run, context: AnswerContext): JsonObject {
  const { object, polls, waiting, cancelled } = run;
  if (cancelled) return { ...object, status: 'cancelled', required_action: null, usage: null };
  if (polls < 2 && !(waiting && polls > 0)) {
    return { ...object, status: polls === 0 ? 'queued' : 'in_progress', required_action: null, usage: null };
  }
  return waiting ? { ...object, status: 'requires_action', usage: null } : completed(run, context);
}

function completed({ object, text }: Run, context: AnswerContext): JsonObject {
  const usage = chatUsage(usageFor(String(object['model']), '', text, context.scenario.usage));
  return { ...object, status: 'completed', required_action: null, completed_at: context.createdSeconds, usage };
}

function* runEvents(run: Run, context: AnswerContext, isNew: boolean): Generator<WireEvent> {
  const { object } = run;
  const at = (status: string): JsonObject => ({ ...object, status, required_action: null, usage: null });
  if (isNew) yield { event: 'thread.run.created', data: at('queued') };
  yield { event: 'thread.run.queued', data: at('queued') };
  yield { event: 'thread.run.in_progress', data: at('in_progress') };
  if (run.waiting) {
    yield { event: 'thread.run.requires_action', data: { ...object, status: 'requires_action', usage: null } };
    yield { event: 'done', data: '[DONE]' };
    return;
  }
  const started = message(String(object['thread_id']), '', context);
  yield { event: 'thread.message.created', data: started };
  yield { event: 'thread.message.in_progress', data: started };
  for (const value of textPieces(run.text, { ...context.scenario, textEvents: undefined })) {
    const delta = { content: [{ index: 0, type: 'text', text: { value, annotations: [] } }] };
    yield { event: 'thread.message.delta', data: { id: started['id'], object: 'thread.message.delta', delta } };
  }
  const content = [{ type: 'text', text: { value: run.text, annotations: [] } }];
  yield { event: 'thread.message.completed', data: { ...started, status: 'completed', content } };
  yield { event: 'thread.run.completed', data: completed(run, context) };
  yield { event: 'done', data: '[DONE]' };
}

function thread(context: AnswerContext): JsonObject {
  return { id: `thread_${context.nextId()}`, object: 'thread', created_at: context.createdSeconds, metadata: {} };
}

function message(threadId: string, text: string, context: AnswerContext): JsonObject {
  return {
    id: `msg_${context.nextId()}`,
    object: 'thread.message',
    created_at: context.createdSeconds,
    thread_id: threadId,
    role: 'assistant',
    status: 'in_progress',
    content: text === '' ? [] : [{ type: 'text', text: { value: text, annotations: [] } }],
    metadata: {},
  };
}
