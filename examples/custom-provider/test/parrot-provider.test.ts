import { createTracker, MemoryAdapter, type Tracker } from '@llm-tracker/core';
import { startWireServer, type WireServer } from '@llm-tracker/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ParrotClient } from '../parrot-client.ts';
import { parrotProvider } from '../parrot-provider.ts';

let server: WireServer;
beforeAll(async () => {
  server = await startWireServer();
});
afterEach(() => server.clear());
afterAll(() => server.close());

const request = { model: 'parrot-1', prompt: 'Hello' };

async function connectedTracker(): Promise<Tracker> {
  const tracker = createTracker({
    projectName: 'shop',
    database: new MemoryAdapter(),
    customPricing: { 'parrot/*': { inputCostPerToken: '0.000001', outputCostPerToken: '0.000003' } },
  });
  await tracker.connect();
  return tracker;
}

test('the app gets the client and the answers that it would get without a tracker', async () => {
  await using tracker = await connectedTracker();
  server.always({ text: 'Hello yourself', usage: { inputTokens: 1000, outputTokens: 50 } });
  const client = new ParrotClient(server.url);
  const bare = await new ParrotClient(server.url).say(request);
  expect(tracker.use(parrotProvider(client))).toBe(client);
  expect(await client.say(request)).toEqual({ ...bare, id: expect.any(String) });
});

test('a call is stored with its tokens and its exact cost', async () => {
  await using tracker = await connectedTracker();
  server.next({ usage: { inputTokens: 1000, outputTokens: 50 } });
  const parrot = tracker.use(parrotProvider(new ParrotClient(server.url)), { teamName: 'search' });
  const { id } = await parrot.say(request);
  expect(await tracker.listCalls()).toMatchObject([
    {
      provider: 'parrot',
      teamName: 'search',
      requestedModel: 'parrot-1',
      responseId: id,
      promptTokens: 1000,
      completionTokens: 50,
      costStatus: 'priced',
      costUsdExact: '0.00115',
    },
  ]);
});

test('a failure reaches the app unchanged, and is stored without a cost', async () => {
  await using tracker = await connectedTracker();
  server.next({ status: 500 });
  const parrot = tracker.use(parrotProvider(new ParrotClient(server.url)));
  await expect(parrot.say(request)).rejects.toThrow('Parrot answered 500.');
  expect(await tracker.listCalls()).toMatchObject([{ success: false, costStatus: 'unmeasured', costUsd: null }]);
});

test('installed twice, it counts each call once', async () => {
  await using tracker = await connectedTracker();
  const client = new ParrotClient(server.url);
  tracker.use(parrotProvider(client));
  await tracker.use(parrotProvider(client)).say(request);
  expect(await tracker.getStats()).toMatchObject({ totalRequests: 1 });
});
