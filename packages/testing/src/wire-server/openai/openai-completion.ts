import type { AnswerContext, JsonObject, WireEvent } from '../wire-format.ts';
import { modelAnswering } from './openai-model.ts';
import type { OpenaiRoute } from './openai-route.ts';
import { streamedText, textIn, textPieces, turnOf } from './openai-text.ts';
import { chatUsage, usageFor } from './openai-usage.ts';

/** POST /completions (legacy) */
export const openaiCompletion: OpenaiRoute = (segments, request, context) => {
  if (request.method !== 'POST' || segments.join('/') !== 'completions') return null;
  const { json } = request;
  const model = modelAnswering(json['model'] ?? 'gpt-3.5-turbo-instruct', context.scenario);
  const envelope = {
    id: `cmpl-${context.nextId()}`,
    object: 'text_completion',
    created: context.createdSeconds,
    model,
  };
  const { text } = turnOf(json, context.scenario, undefined, false);
  if (json['stream'] === true) return { events: completionEvents(json, envelope, text, context) };
  const usage = usageFor(model, textIn(json['prompt']), text, context.scenario.usage);
  return {
    status: 200,
    body: {
      ...envelope,
      choices: [{ text, index: 0, logprobs: null, finish_reason: 'stop' }],
      usage: chatUsage(usage),
    },
  };
};

function* completionEvents(
  json: JsonObject,
  envelope: JsonObject & { model: string },
  text: string,
  context: AnswerContext,
): Generator<WireEvent> {
  const { scenario } = context;
  const includeUsage = (json['stream_options'] as JsonObject | undefined)?.['include_usage'] === true;
  const noUsage = includeUsage ? { usage: null } : {};
  for (const piece of textPieces(text, scenario)) {
    yield {
      data: { ...envelope, choices: [{ text: piece, index: 0, logprobs: null, finish_reason: null }], ...noUsage },
    };
  }
  yield { data: { ...envelope, choices: [{ text: '', index: 0, logprobs: null, finish_reason: 'stop' }], ...noUsage } };
  if (includeUsage) {
    const usage = usageFor(envelope.model, textIn(json['prompt']), streamedText(text, scenario), scenario.usage);
    yield { data: { ...envelope, choices: [], usage: chatUsage(usage) } };
  }
  yield { data: '[DONE]' };
}
