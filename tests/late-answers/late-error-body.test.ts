import { createTracker, MemoryAdapter } from '@llm-tracker/core';
import { openaiProvider } from '@llm-tracker/provider-openai';
import { expect, it } from 'vitest';
import { OpenAI4 } from '../tools/sdk-matrix/openai.ts';

const headers = { 'content-type': 'application/json' };

it('does not take the body of a refused attempt, arriving late, for the answer to the next one', async () => {
  await using tracker = createTracker({ projectName: 'project', database: new MemoryAdapter() });
  await tracker.connect();
  const refused = new Response('{"error":{"message":"broken","code":"server_broken"}}', {
    status: 500,
    headers: { ...headers, 'retry-after-ms': '1' },
  });
  const answered = new Response('{"id":"chatcmpl-1","model":"gpt-4o","choices":[]}', { headers });
  const answers = [refused, answered];
  const fetch = async (): Promise<Response> => {
    // openai 4 leaves the body of what it retries unread; here it is read while the second attempt is under way.
    if (answers.length === 1) await refused.text();
    return answers.shift() ?? answered;
  };
  const openai = tracker.use(openaiProvider(new OpenAI4({ apiKey: 'sk-test', fetch })));
  await openai.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] });
  await tracker.flush();
  expect(await tracker.listCalls()).toMatchObject([
    { success: true, attempts: 2, httpStatus: 200, errorCode: null, responseId: 'chatcmpl-1' },
  ]);
});
