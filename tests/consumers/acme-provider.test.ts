import { createTracker, MemoryAdapter } from '@llm-tracker/core';
import { customProviderCases } from '@llm-tracker/testing';
import { describe, expect, test } from 'vitest';
import { type AcmeAnswer, AcmeClient, type AcmeRequest } from './acme-client.ts';
import { acmeProvider } from './acme-provider.ts';

const answer: AcmeAnswer = { id: 'a-1', model: 'maker-1', text: 'Hi.', usage: { tokens_in: 1000, tokens_out: 50 } };
const request: AcmeRequest = { model: 'maker', prompt: 'Hello' };

test('a third-party provider is recorded and priced like our own', async () => {
  await using tracker = createTracker({
    projectName: 'shop',
    database: new MemoryAdapter(),
    customPricing: { 'acme/maker-1': { inputCostPerToken: '0.000003', outputCostPerToken: '0.00002' } },
  });
  await tracker.connect();
  const client = new AcmeClient(async () => answer);
  const acme = tracker.use(acmeProvider(client), { teamName: 'search' });
  expect(acme).toBe(client);
  expect(await acme.generate(request)).toBe(answer);

  const [call, ...others] = await tracker.listCalls();
  expect(others).toEqual([]);
  expect(call).toMatchObject({
    projectName: 'shop',
    teamName: 'search',
    provider: 'acme',
    operation: 'chat',
    model: 'maker-1',
    requestedModel: 'maker',
    responseId: 'a-1',
    success: true,
    attempts: 1,
    usageSource: 'reported',
    promptTokens: 1000,
    completionTokens: 50,
    totalTokens: 1050,
    costStatus: 'priced',
    costUsdExact: '0.004',
  });
});

// This vendor's client knows no HTTP: the app brings it.
const sendOverHttp = (url: string) => async (body: AcmeRequest) => {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error('the vendor is away');
  return (await response.json()) as AcmeAnswer;
};

describe('the plugin', () => {
  const cases = customProviderCases<AcmeClient>({
    provider: 'acme',
    createClient: (url) => new AcmeClient(sendOverHttp(url)),
    install: (tracker, client) => tracker.use(acmeProvider(client)),
    calls: [
      {
        name: 'generate()',
        run: (client) => client.generate(request),
        answer: () => ({ status: 200, body: answer }),
        record: { model: 'maker-1', requestedModel: 'maker', responseId: 'a-1', units: { input: 1000, output: 50 } },
      },
    ],
    refusal: { answer: { status: 503, body: null }, record: { model: 'maker', costStatus: 'unmeasured' } },
  });
  for (const { name, run } of cases) test(name, run);
});
