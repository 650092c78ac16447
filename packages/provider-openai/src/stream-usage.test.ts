import { openaiChatReader } from '@llm-tracker/wire';
import { expect, it } from 'vitest';
import { createStreamUsage } from './stream-usage.ts';

const start = { operation: 'chat', model: 'gpt-4o', reader: openaiChatReader() };
const { rewriteEvent } = createStreamUsage('auto').ask({ start }, {}, 'https://api.openai.com');

it.each([
  ['{"id":"a","choices":[{}],"usage":null}', '{"id":"a","choices":[{}]}'],
  ['{"id":"a", "choices":[{}], "usage": null}', '{"id":"a","choices":[{}]}'],
  ['{"id":"a","choices":[],"usage":{"prompt_tokens":1}}', null],
  ['{"id":"a","choices":[],"usage":null}', null],
])('hides what only include_usage puts into %s', (data, shown) => {
  expect(rewriteEvent?.(data)).toBe(shown);
});

it.each([
  ['no usage', '{"id":"a","choices":[{}]}'],
  ['usage beside text', '{"id":"a","choices":[{}],"usage":{"prompt_tokens":1}}'],
  ['usage in a text', '{"id":"a","choices":[{"delta":{"content":"\\"usage\\":null"}}]}'],
  ['results of a filter', '{"choices":[],"prompt_filter_results":[]}'],
  ['JSON that breaks off', '{"usage"'],
  ['what is nested too deeply to be written again', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)},"usage": null}`],
])('leaves an event with %s as it is', (_what, data) => {
  expect(rewriteEvent?.(data)).toBe(data);
});
