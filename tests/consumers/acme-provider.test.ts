import { createTracker, MemoryAdapter, type Tracker } from '@llm-tracker/core';
import { expect, test } from 'vitest';
import { type AcmeAnswer, AcmeClient, type AcmeRequest } from './acme-client.ts';
import { acmeProvider } from './acme-provider.ts';

const answer: AcmeAnswer = { id: 'a-1', model: 'maker-1', text: 'Hi.', usage: { tokens_in: 1000, tokens_out: 50 } };
const request: AcmeRequest = { model: 'maker', prompt: 'Hello' };

function createAcmeTracker(): Tracker {
  return createTracker({
    projectName: 'shop',
    database: new MemoryAdapter(),
    customPricing: { 'acme/maker-1': { inputCostPerToken: '0.000003', outputCostPerToken: '0.00002' } },
  });
}

test('a third-party provider is recorded and priced like our own', async () => {
  await using tracker = createAcmeTracker();
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

test('its failures reach the app unchanged and are recorded with a cost that is unknown', async () => {
  await using tracker = createAcmeTracker();
  await tracker.connect();
  const failure = new Error('the vendor is away');
  const acme = tracker.use(acmeProvider(new AcmeClient(() => Promise.reject(failure))));
  await expect(acme.generate(request)).rejects.toBe(failure);
  expect(await tracker.listCalls()).toMatchObject([
    {
      success: false,
      model: 'maker',
      usageSource: 'none',
      costStatus: 'unmeasured',
      costUsd: null,
      promptTokens: null,
    },
  ]);
});

test('installed twice, it still counts each call once', async () => {
  await using tracker = createAcmeTracker();
  await tracker.connect();
  const client = new AcmeClient(async () => answer);
  tracker.use(acmeProvider(client));
  await tracker.use(acmeProvider(client)).generate(request);
  expect(await tracker.getStats()).toMatchObject({ totalRequests: 1, totalTokens: 1050 });
});
