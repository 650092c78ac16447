import type { AnswerContext, JsonObject, WireEvent, WireRequest } from '../wire-format.ts';
import { openaiRefusal } from './openai-errors.ts';
import { modelAnswering, tierServed } from './openai-model.ts';
import { responseEvents } from './openai-response-events.ts';
import type { OpenaiRoute } from './openai-route.ts';
import { streamedText, textIn, turnOf } from './openai-text.ts';
import { responseUsage, usageFor } from './openai-usage.ts';

/** A background Response between its creation and its end. */
interface BackgroundRun {
  completed: JsonObject;
  polls: number;
  cancelled: boolean;
}

/** The Responses API. A background Response is queued, then in progress at the first poll, then completed for ever. */
export function createOpenaiResponses(): OpenaiRoute {
  const runs = new Map<string, BackgroundRun>();
  return (segments, request, context) => {
    const [resource, id, action] = segments;
    if (resource !== 'responses') return null;
    if (request.method === 'POST' && id === undefined) return create(request, context, runs);
    if (request.method === 'POST' && id === 'input_tokens') {
      return {
        status: 200,
        body: { object: 'response.input_tokens', input_tokens: 8 + textIn(request.json['input']).length },
      };
    }
    if (request.method === 'POST' && id === 'compact') {
      const { usage, created_at, ...rest } = completedResponse(request.json, context);
      return { status: 200, body: { id: rest['id'], object: 'response.compaction', created_at, output: [], usage } };
    }
    if (id === undefined) return null;
    const run = runs.get(id);
    if (action === 'cancel') {
      if (run === undefined)
        return openaiRefusal({ status: 404, message: `Response with id '${id}' not found.`, param: null, code: null });
      run.cancelled = run.polls < 2;
      return { status: 200, body: run.cancelled ? unfinished(run.completed, 'cancelled') : run.completed };
    }
    if (action === 'input_items')
      return { status: 200, body: { object: 'list', data: [], first_id: null, last_id: null, has_more: false } };
    if (request.method === 'DELETE') return { status: 200, body: { id, object: 'response', deleted: true } };
    const stored = {
      ...(run?.completed ?? completedResponse({ model: 'gpt-4o-mini', input: 'What is the answer?' }, context)),
      id,
    };
    if (request.query.get('stream') === 'true') {
      return { events: after(responseEvents(stored, context), Number(request.query.get('starting_after') ?? -1)) };
    }
    if (run === undefined) return { status: 200, body: stored };
    if (run.cancelled) return { status: 200, body: unfinished(stored, 'cancelled') };
    run.polls += 1;
    return { status: 200, body: run.polls < 2 ? unfinished(stored, 'in_progress') : stored };
  };
}

function create(
  request: WireRequest,
  context: AnswerContext,
  runs: Map<string, BackgroundRun>,
): ReturnType<OpenaiRoute> {
  const completed = completedResponse(request.json, context);
  const background = request.json['background'] === true;
  if (background) runs.set(String(completed['id']), { completed, polls: 0, cancelled: false });
  if (request.json['stream'] === true) return { events: responseEvents(completed, context) };
  return { status: 200, body: background ? unfinished(completed, 'queued') : completed };
}

function unfinished(response: JsonObject, status: string): JsonObject {
  return { ...response, status, output: [], usage: null };
}

function* after(events: Iterable<WireEvent>, sequenceNumber: number): Generator<WireEvent> {
  for (const event of events) if (Number((event.data as JsonObject)['sequence_number']) > sequenceNumber) yield event;
}

function completedResponse(json: JsonObject, context: AnswerContext): JsonObject {
  const { scenario } = context;
  const model = modelAnswering(json['model'], scenario);
  const format = (json['text'] as JsonObject | undefined)?.['format'] as JsonObject | undefined;
  const items = Array.isArray(json['input']) ? (json['input'] as JsonObject[]) : [];
  const answered = items.some((item) => item['type'] === 'function_call_output');
  const turn = turnOf(json, scenario, format?.['schema'], answered);
  const text = json['stream'] === true ? streamedText(turn.text, scenario) : turn.text;
  const spoken = text + turn.toolCalls.map((call) => call.name + call.arguments).join('');
  const id = context.nextId();
  const calls = turn.toolCalls.map((call, index) => ({
    id: `fc_${id}${index}`,
    type: 'function_call',
    status: 'completed',
    arguments: call.arguments,
    call_id: `call_${id}${index}`,
    name: call.name,
  }));
  const message = {
    id: `msg_${id}`,
    type: 'message',
    status: 'completed',
    content: [{ type: 'output_text', annotations: [], logprobs: [], text }],
    role: 'assistant',
  };
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: context.createdSeconds,
    status: 'completed',
    background: json['background'] === true,
    error: null,
    incomplete_details: null,
    instructions: json['instructions'] ?? null,
    max_output_tokens: null,
    model,
    output: text === '' && calls.length > 0 ? calls : [message, ...calls],
    parallel_tool_calls: true,
    previous_response_id: json['previous_response_id'] ?? null,
    reasoning: { effort: null, summary: null },
    service_tier: tierServed(json['service_tier']),
    store: json['store'] ?? true,
    temperature: 1,
    text: { format: format ?? { type: 'text' }, verbosity: 'medium' },
    tool_choice: json['tool_choice'] ?? 'auto',
    tools: json['tools'] ?? [],
    top_p: 1,
    truncation: 'disabled',
    usage: responseUsage(usageFor(model, textIn(json['input']), spoken, scenario.usage)),
    user: null,
    metadata: json['metadata'] ?? {},
  };
}
