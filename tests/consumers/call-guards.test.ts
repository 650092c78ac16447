import { CallDeniedError, createTracker, MemoryAdapter } from '@llm-tracker/core';
import { openaiProvider } from '@llm-tracker/provider-openai';
import { startWireServer } from '@llm-tracker/testing';
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { callBudget } from './call-budget.ts';
import { callCounter } from './call-counter.ts';

const body = { model: 'gpt-4o', messages: [{ role: 'user' as const, content: 'Hello' }] };

test('a budget denies the call that exceeds it, at once and before anything is sent', async () => {
  await using server = await startWireServer();
  await using tracker = createTracker({ projectName: 'shop', database: new MemoryAdapter() });
  await tracker.connect();
  const budget = tracker.use(callBudget(2));
  const client = new OpenAI({ apiKey: 'sk-test', baseURL: `${server.url}/v1`, maxRetries: 5 });
  const openai = tracker.use(openaiProvider(client));

  await openai.chat.completions.create(body);
  await openai.chat.completions.create(body);
  expect(budget.remaining).toBe(0);
  const denied = await openai.chat.completions.create(body).catch((error: unknown) => error);
  expect(denied).toBeInstanceOf(CallDeniedError);
  expect(denied).toMatchObject({ code: 'budget_spent', message: 'shop has spent its 2 calls.' });
  expect(server.requests).toHaveLength(2);

  const [last] = await tracker.listCalls({ limit: 1 });
  expect(last).toMatchObject({ success: false, errorCode: 'denied', attempts: 0, costStatus: 'free', costUsd: 0 });
  expect(await tracker.getStats()).toMatchObject({ totalRequests: 3, successfulRequests: 2, failedRequests: 1 });
});

test('a listener hears of every call and of how it ended', async () => {
  await using server = await startWireServer();
  await using tracker = createTracker({ projectName: 'shop', database: new MemoryAdapter() });
  await tracker.connect();
  const counter = tracker.use(callCounter());
  const client = new OpenAI({ apiKey: 'sk-test', baseURL: `${server.url}/v1`, maxRetries: 0 });
  const openai = tracker.use(openaiProvider(client));

  await openai.chat.completions.create(body);
  server.next({ status: 401 });
  await expect(openai.chat.completions.create(body)).rejects.toMatchObject({ status: 401 });
  await openai.embeddings.create({ model: 'text-embedding-3-small', input: 'Hello' });

  expect(Object.fromEntries(counter.started)).toEqual({ 'openai/gpt-4o': 2, 'openai/text-embedding-3-small': 1 });
  expect(counter.settled).toEqual({ succeeded: 2, failed: 1 });
});
