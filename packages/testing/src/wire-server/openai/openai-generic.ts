import { modelAnswering } from './openai-model.ts';
import type { OpenaiRoute } from './openai-route.ts';
import { textIn } from './openai-text.ts';
import { chatUsage, usageFor } from './openai-usage.ts';

/** Any other POST: an endpoint that nobody knows yet, whose body carries usage. */
export const openaiGeneric: OpenaiRoute = (segments, request, context) => {
  if (request.method !== 'POST' || segments.length === 0) return null;
  const model = modelAnswering(request.json['model'], context.scenario);
  const text = context.scenario.text ?? 'done';
  const usage = chatUsage(usageFor(model, textIn(request.json['input']), text, context.scenario.usage));
  const object = segments.join('.');
  return {
    status: 200,
    body: { id: `obj_${context.nextId()}`, object, created: context.createdSeconds, model, output: text, usage },
  };
};
