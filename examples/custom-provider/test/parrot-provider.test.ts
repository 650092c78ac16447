import { createTracker, MemoryAdapter } from '@llm-tracker/core';
import { customProviderCases, startWireServer } from '@llm-tracker/testing';
import { describe, expect, test } from 'vitest';
import { ParrotClient } from '../parrot-client.ts';
import { parrotProvider } from '../parrot-provider.ts';

const request = { model: 'parrot', prompt: 'Hello' };
const answer = { id: 'parrot-7', model: 'parrot-1' };
const usage = { prompt_tokens: 1000, completion_tokens: 50 };
const record = {
  operation: 'chat',
  requestedModel: 'parrot',
  model: 'parrot-1',
  responseId: 'parrot-7',
  units: { input: 1000, output: 50 },
};

// What Parrot's server sends is written down here; the kit does the rest, with any test runner.
const cases = customProviderCases<ParrotClient>({
  provider: 'parrot',
  createClient: (url) => new ParrotClient(url),
  install: (tracker, client) => tracker.use(parrotProvider(client)),
  calls: [
    {
      name: 'say()',
      run: (client) => client.say(request),
      answer: () => ({ status: 200, body: { ...answer, choices: [{ message: { content: 'Hello' } }], usage } }),
      record,
    },
    {
      name: 'recite()',
      isStream: true,
      run: (client) => client.recite(request),
      answer: () => ({
        events: [
          { data: { ...answer, choices: [{ delta: { content: 'Hel' } }] } },
          { data: { ...answer, choices: [{ delta: { content: 'lo' } }] } },
          { data: { ...answer, choices: [], usage } },
          { data: '[DONE]' },
        ],
      }),
      record,
    },
  ],
  refusal: { answer: { status: 500, body: { error: 'Parrot is asleep.' } }, record: { costStatus: 'unmeasured' } },
});

describe('the plugin', () => {
  for (const { name, run } of cases) test(name, run);
});

test('a call is stored with the cost of its tokens at your prices', async () => {
  await using server = await startWireServer();
  await using tracker = createTracker({
    projectName: 'shop',
    database: new MemoryAdapter(),
    customPricing: { 'parrot/*': { inputCostPerToken: '0.000001', outputCostPerToken: '0.000003' } },
  });
  await tracker.connect();
  server.next({ usage: { inputTokens: 1000, outputTokens: 50 } });
  const parrot = tracker.use(parrotProvider(new ParrotClient(server.url)), { teamName: 'search' });
  await parrot.say(request);
  expect(await tracker.listCalls()).toMatchObject([
    { teamName: 'search', promptTokens: 1000, completionTokens: 50, costStatus: 'priced', costUsdExact: '0.00115' },
  ]);
});
