import { createTracker, MemoryAdapter, type TrackingData } from '@llm-tracker/core';
import { openaiProvider } from '@llm-tracker/provider-openai';
import { expect, it } from 'vitest';
import { OpenAI4, OpenAI7 } from '../tools/sdk-matrix/openai.ts';

/** The row of a chat that fails, of a client that does not try again. */
async function rowOfFailedChat(client: OpenAI4 | OpenAI7): Promise<TrackingData | undefined> {
  await using tracker = createTracker({ projectName: 'project', database: new MemoryAdapter(), onEvent: () => {} });
  await tracker.connect();
  // The majors differ in types that this test does not touch.
  const openai = tracker.use(openaiProvider(client as OpenAI7));
  await expect(openai.chat.completions.create({ model: 'gpt-4o', messages: [] })).rejects.toThrow();
  const [row] = await tracker.listCalls();
  return row;
}

it("stores nothing of the URL with which openai 4's fetch begins its errors", async () => {
  const baseURL = 'http://127.0.0.1:1/v1/team-secret';
  const row = await rowOfFailedChat(new OpenAI4({ apiKey: 'sk-test', baseURL, maxRetries: 0 }));
  expect(row).toMatchObject({
    success: false,
    errorCode: 'ECONNREFUSED',
    error: expect.stringContaining('connect ECONNREFUSED'),
  });
  expect(JSON.stringify(row)).not.toMatch(/http:|team-secret/);
});

it.each([
  ['{"detail":"Model not found"}', 'Model not found'],
  ['{"detail":[{"loc":["body","n"],"msg":"Input should be a valid integer"}]}', 'Input should be a valid integer'],
  ['{"message":"no such route"}', 'no such route'],
  ['{"error":"out of memory"}', 'out of memory'],
  ['{"code":7}', 'HTTP 422'],
  ['[]', 'HTTP 422'],
])('takes from %s what went wrong', async (body, error) => {
  const fetch = async (): Promise<Response> =>
    new Response(body, { status: 422, headers: { 'content-type': 'application/json' } });
  const row = await rowOfFailedChat(new OpenAI7({ apiKey: 'sk-test', fetch, maxRetries: 0 }));
  expect(row).toMatchObject({ success: false, httpStatus: 422, error });
});
