import type { JsonObject, WireEvent } from '../wire-format.ts';
import { formFields } from './form-fields.ts';
import type { OpenaiRoute } from './openai-route.ts';
import { usageFor } from './openai-usage.ts';

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** POST /images/generations, /images/edits and /images/variations. Only GPT image models report usage. */
export const openaiImages: OpenaiRoute = (segments, request, context) => {
  if (request.method !== 'POST' || segments[0] !== 'images') return null;
  const fields = formFields(request);
  const model = fields['model'] ?? 'dall-e-2';
  const count = Number(fields['n'] ?? 1);
  const created = context.createdSeconds;
  if (!model.startsWith('gpt-image')) {
    const data = Array.from({ length: count }, () => ({ url: 'https://images.example/1.png' }));
    return { status: 200, body: { created, data } };
  }
  const { inputTokens, outputTokens } = usageFor(model, fields['prompt'] ?? '', '', {
    outputTokens: 272 * count,
    ...context.scenario.usage,
  });
  const usage = {
    input_tokens: inputTokens,
    input_tokens_details: { text_tokens: inputTokens, image_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { text_tokens: 0, image_tokens: outputTokens },
    total_tokens: inputTokens + outputTokens,
  };
  const look = {
    background: 'opaque',
    output_format: 'png',
    quality: fields['quality'] ?? 'low',
    size: fields['size'] ?? '1024x1024',
  };
  if (fields['stream'] === 'true') {
    return {
      events: imageEvents(
        segments[1] === 'edits' ? 'image_edit' : 'image_generation',
        { created_at: created, ...look },
        usage,
      ),
    };
  }
  return {
    status: 200,
    body: { created, data: Array.from({ length: count }, () => ({ b64_json: pixel })), ...look, usage },
  };
};

function* imageEvents(type: string, look: JsonObject, usage: JsonObject): Generator<WireEvent> {
  const partial = { type: `${type}.partial_image`, b64_json: pixel, partial_image_index: 0, ...look };
  yield { event: partial.type, data: partial };
  const completed = { type: `${type}.completed`, b64_json: pixel, ...look, usage };
  yield { event: completed.type, data: completed };
}
