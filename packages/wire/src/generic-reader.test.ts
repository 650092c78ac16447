import { expect, it } from 'vitest';
import { genericReader } from './generic-reader.ts';

it.each<[string, object]>([
  ['chat', { model: 'm', usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 } }],
  ['Responses', { model: 'm', usage: { input_tokens: 9, output_tokens: 3, total_tokens: 12 } }],
  [
    'streamed Responses',
    { type: 'response.done', response: { model: 'm', usage: { input_tokens: 9, output_tokens: 3 } } },
  ],
  ['images', { created: 1, data: [], usage: { input_tokens: 9, output_tokens: 3 } }],
  ['messages', { type: 'message', usage: { input_tokens: 4, cache_read_input_tokens: 5, output_tokens: 3 } }],
  ['streamed messages', { type: 'message_start', message: { usage: { input_tokens: 9, output_tokens: 3 } } }],
  ['generated content', { usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 3 } }],
  ['conversations', { metadata: { usage: { inputTokens: 9, outputTokens: 3 } } }],
])('recognises the usage of %s by its shape', (_format, part) => {
  const reader = genericReader();
  reader.push({ choices: [{ delta: {} }] });
  reader.push(part);
  expect(reader.result()).toMatchObject({ promptTokens: 9, completionTokens: 3 });
});

it('reports nothing of an answer without usage', () => {
  const reader = genericReader();
  expect(reader.push({ id: 'file_1', object: 'file', usage: null })).toBe(false);
  expect(reader.result()).toBeNull();
});
