import type { JsonObject } from '../wire-format.ts';
import { modelAnswering } from './openai-model.ts';
import type { OpenaiRoute } from './openai-route.ts';
import { textIn } from './openai-text.ts';
import { responseUsage, usageFor } from './openai-usage.ts';

/** POST /decisions and POST /fine_tuning/alpha/graders/run: answers that are verdicts. */
export const openaiGrading: OpenaiRoute = (segments, request, context) => {
  if (request.method !== 'POST') return null;
  const path = segments.join('/');
  const { json } = request;
  if (path === 'decisions') {
    const model = modelAnswering(json['model'], context.scenario);
    const usage = responseUsage(usageFor(model, textIn(json['input']), 'yes', context.scenario.usage));
    return { status: 200, body: { model, answers: [{ type: 'predicate', name: null, probability: 0.9 }], usage } };
  }
  if (path !== 'fine_tuning/alpha/graders/run') return null;
  const grader = (json['grader'] ?? {}) as JsonObject;
  const model = modelAnswering(grader['model'], context.scenario);
  const usage = usageFor(model, textIn(grader['input']), '1', context.scenario.usage);
  const tokens = {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    cached_tokens: usage.cachedInputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
  return {
    status: 200,
    body: {
      reward: 1,
      metadata: {
        name: grader['name'] ?? 'grader',
        type: grader['type'],
        errors: {},
        scores: {},
        sampled_model_name: model,
      },
      sub_rewards: {},
      model_grader_token_usage_per_model: { [model]: tokens },
    },
  };
};
