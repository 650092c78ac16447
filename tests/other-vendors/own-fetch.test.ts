// An app may give the SDK a fetch of its own, which need not be an async function.
import { createTracker, MemoryAdapter, type TrackingData } from '@llm-tracker/core';
import { openaiProvider } from '@llm-tracker/provider-openai';
import { expect, it } from 'vitest';
import { OpenAI4, OpenAI5, OpenAI6, OpenAI7 } from '../tools/sdk-matrix/openai.ts';

// The majors differ in types that this test does not touch.
const sdks = [OpenAI4, OpenAI5, OpenAI6, OpenAI7].map((Client, index) => ({
  sdk: `openai ${index + 4}`,
  Client: Client as unknown as typeof OpenAI7,
}));

async function rowsOf(
  Client: typeof OpenAI7,
  fetch: () => unknown,
  run: (client: OpenAI7) => Promise<unknown>,
): Promise<TrackingData[]> {
  await using tracker = createTracker({ projectName: 'project', database: new MemoryAdapter() });
  await tracker.connect();
  await run(tracker.use(openaiProvider(new Client({ apiKey: 'sk-test', maxRetries: 1, fetch: fetch as never }))));
  return tracker.listCalls();
}

const body = { model: 'gpt-4o', messages: [] };
const answer = {
  id: 'chatcmpl-1',
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
};

it.each(sdks)('counts a call of $sdk whose fetch answers at once', async ({ Client }) => {
  const rows = await rowsOf(
    Client,
    () => Response.json(answer),
    async (client) => expect((await client.chat.completions.create(body)).usage?.total_tokens).toBe(15),
  );
  expect(rows).toMatchObject([{ attempts: 1, success: true, totalTokens: 15 }]);
});

it.each(sdks)('records a call of $sdk whose fetch throws at once', async ({ Client }) => {
  const fetch = (): never => {
    throw new TypeError('no network');
  };
  const rows = await rowsOf(Client, fetch, (client) =>
    expect(client.chat.completions.create(body)).rejects.toThrow('Connection error.'),
  );
  expect(rows).toMatchObject([{ attempts: 2, success: false, error: 'no network' }]);
});
