import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteAdapter } from '@llm-tracker/adapter-sqlite';
import { createTracker, type Tracker } from '@llm-tracker/core';
import { openaiProvider } from '@llm-tracker/provider-openai';
import { startWireServer, type WireServer } from '@llm-tracker/testing';
import OpenAI from 'openai';
import { afterEach, beforeEach, expect, it } from 'vitest';

let directory: string;
let server: WireServer;
const trackers: Tracker[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'llm-tracker-background-'));
  server = await startWireServer();
});

afterEach(async () => {
  await Promise.all(trackers.splice(0).map((tracker) => tracker.disconnect()));
  await server.close();
  await rm(directory, { recursive: true });
});

/** A process of its own, as far as the database can tell: tracker, client and connection are new. */
async function startProcess(): Promise<{ tracker: Tracker; openai: OpenAI }> {
  const database = new SqliteAdapter({ filename: join(directory, 'usage.db') });
  const tracker = createTracker({ projectName: 'project', database });
  trackers.push(tracker);
  await tracker.connect();
  const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'sk-test' });
  return { tracker, openai: tracker.use(openaiProvider(client)) };
}

async function pollToTheEnd(openai: OpenAI, id: string): Promise<void> {
  for (let polls = 0; polls < 10; polls += 1) {
    const { status } = await openai.responses.retrieve(id);
    if (status === 'completed') return;
  }
  throw new Error('The response was never completed.');
}

it('stores a background response that two processes poll as one row, with the attribution of the call', async () => {
  const caller = await startProcess();
  const worker = await startProcess();
  const response = await caller.tracker.run({ teamName: 'search', tags: { feature: 'report' } }, () =>
    caller.openai.responses.create({ model: 'gpt-4o', input: 'Write a report.', background: true }),
  );
  expect(await caller.tracker.listCalls()).toMatchObject([
    { revision: 0, usageSource: 'pending', costStatus: 'unmeasured', costUsdExact: null, teamName: 'search' },
  ]);

  await pollToTheEnd(worker.openai, response.id);
  await pollToTheEnd(worker.openai, response.id);
  await pollToTheEnd(caller.openai, response.id);
  await worker.tracker.flush();

  const calls = await caller.tracker.listCalls();
  expect(calls).toMatchObject([
    {
      revision: 1,
      usageSource: 'reported',
      costStatus: 'priced',
      operation: 'responses',
      responseId: response.id,
      teamName: 'search',
      tags: { feature: 'report' },
    },
  ]);
  expect(calls[0]?.totalTokens).toBeGreaterThan(0);
  expect(await caller.tracker.getStats()).toMatchObject({ totalRequests: 1, successfulRequests: 1 });
});

it('counts no response that is merely retrieved', async () => {
  const { tracker, openai } = await startProcess();
  const response = await openai.responses.create({ model: 'gpt-4o', input: 'Hello' });
  await openai.responses.retrieve(response.id);
  expect(await tracker.getStats()).toMatchObject({ totalRequests: 1 });
  expect(tracker.health()).toMatchObject({ captured: 1, stored: 1 });
});
