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
  // openai 4 leaves the body of what it retries unread; here it is read between the headers and the body of the second answer.
  const body = new ReadableStream(
    {
      async pull(controller) {
        await refused.text();
        controller.enqueue(new TextEncoder().encode('{"id":"chatcmpl-1","model":"gpt-4o","choices":[]}'));
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const answers = [refused, new Response(body, { headers })];
  const fetch = async (): Promise<Response> => answers.shift() ?? Response.error();
  // openai 4 types its fetch after node-fetch, and takes any.
  const options = { apiKey: 'sk-test', fetch } as unknown as ConstructorParameters<typeof OpenAI4>[0];
  const openai = tracker.use(openaiProvider(new OpenAI4(options)));
  await openai.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] });
  await tracker.flush();
  expect(await tracker.listCalls()).toMatchObject([
    { success: true, attempts: 2, httpStatus: 200, errorCode: null, responseId: 'chatcmpl-1' },
  ]);
});
