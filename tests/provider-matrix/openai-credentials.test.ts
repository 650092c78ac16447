import { createTracker, MemoryAdapter } from '@llm-tracker/core';
import { openaiProvider } from '@llm-tracker/provider-openai';
import { expect, it } from 'vitest';
import { OpenAI6, OpenAI7 } from '../tools/sdk-matrix/openai.ts';

const chat = {
  id: 'chatcmpl-1',
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
};

it.each([
  // The majors differ in types that this test does not touch.
  { sdk: 'openai 6', Client: OpenAI6 as unknown as typeof OpenAI7 },
  { sdk: 'openai 7', Client: OpenAI7 },
])('counts a call of $sdk once for which a token is exchanged first, also by a clone', async ({ Client }) => {
  await using tracker = createTracker({ projectName: 'project', database: new MemoryAdapter() });
  await tracker.connect();
  const sent: string[] = [];
  const fetch = async (url: string | URL | Request): Promise<Response> => {
    const { host } = new URL(url instanceof Request ? url.url : url);
    sent.push(host);
    return Response.json(host === 'auth.openai.com' ? { access_token: 'token', expires_in: 3600 } : chat);
  };
  const openai = tracker.use(
    openaiProvider(
      new Client({
        workloadIdentity: {
          identityProviderId: 'provider',
          serviceAccountId: 'account',
          provider: { tokenType: 'jwt', getToken: async () => 'subject' },
        },
        fetch,
      }),
    ),
  );
  const body = { model: 'gpt-4o', messages: [] };
  await openai.chat.completions.create(body);
  await openai.withOptions({ timeout: 5000 }).chat.completions.create(body);
  expect(sent).toEqual(['auth.openai.com', 'api.openai.com', 'auth.openai.com', 'api.openai.com']);
  const counted = { operation: 'chat', attempts: 1, totalTokens: 15 };
  expect(await tracker.listCalls()).toMatchObject([counted, counted]);
});
