import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { type Attribution, createTracker, MemoryAdapter, type Tracker, type TrackerOptions } from '@llm-tracker/core';
import { openaiProvider } from '@llm-tracker/provider-openai';
import { startWireServer, type WireServer } from '@llm-tracker/testing';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: WireServer;
beforeAll(async () => {
  server = await startWireServer({ journal: false });
});
afterAll(() => server.close());

const messages = [{ role: 'user' as const, content: 'Hello' }];

function createClient(): OpenAI {
  return new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'sk-test' });
}

/** A tracker with one client, and a call of it that names a user by its text. */
async function createApp(options: Partial<TrackerOptions> = {}): Promise<{
  tracker: Tracker;
  openai: OpenAI;
  ask(): Promise<unknown>;
  /** Of all calls so far, oldest first. */
  attributions(): Promise<Attribution[]>;
}> {
  const tracker = createTracker({ projectName: 'shop', database: new MemoryAdapter(), ...options });
  await tracker.connect();
  const openai = tracker.use(openaiProvider(createClient()));
  return {
    tracker,
    openai,
    ask: () => openai.chat.completions.create({ model: 'gpt-4o', messages }),
    async attributions() {
      const calls = await tracker.listCalls({ order: 'oldest', limit: 10_000 });
      return calls.map(({ projectName, teamName, userId, sessionId, traceId, tags }) => ({
        ...{ projectName, tags },
        ...(teamName === null ? {} : { teamName }),
        ...(userId === null ? {} : { userId }),
        ...(sessionId === null ? {} : { sessionId }),
        ...(traceId === null ? {} : { traceId }),
      }));
    },
  };
}

const search = { teamName: 'search', userId: 'u-1', sessionId: 's-1', traceId: 't-1', tags: { feature: 'answer' } };
const ofSearch = { projectName: 'shop', ...search };
const ofNobody = { projectName: 'shop', tags: {} };

describe('a call begun inside run() belongs to its attribution', () => {
  it('after awaits, and only inside', async () => {
    const { tracker, ask, attributions } = await createApp();
    await tracker.run(search, async () => {
      await nextTurn();
      await Promise.all([ask(), delay(1).then(ask)]);
    });
    await ask();
    expect(await attributions()).toEqual([ofSearch, ofSearch, ofNobody]);
  });

  it('in timers that fire when run() has returned', async () => {
    const { tracker, ask, attributions } = await createApp();
    const scheduled = tracker.run(search, () => [
      new Promise((resolve) => queueMicrotask(() => resolve(ask()))),
      new Promise((resolve) => setImmediate(() => resolve(ask()))),
      new Promise((resolve) => setTimeout(() => resolve(ask()), 1)),
    ]);
    await Promise.all(scheduled);
    expect(await attributions()).toEqual([ofSearch, ofSearch, ofSearch]);
  });

  it('in a listener, by who emits and not by who listens', async () => {
    const { tracker, ask, attributions } = await createApp();
    const emitter = new EventEmitter();
    const asked: Promise<unknown>[] = [];
    tracker.run({ teamName: 'support' }, () => emitter.on('question', () => asked.push(ask())));
    tracker.run(search, () => emitter.emit('question'));
    await Promise.all(asked);
    expect(await attributions()).toEqual([ofSearch]);
  });

  it('when it is a stream that is read elsewhere, much later', async () => {
    const { tracker, openai, attributions } = await createApp();
    const stream = await tracker.run(search, () =>
      openai.chat.completions.create({ model: 'gpt-4o', messages, stream: true }),
    );
    await nextTurn();
    await tracker.run({ teamName: 'support' }, async () => {
      for await (const _chunk of stream);
    });
    expect(await attributions()).toEqual([ofSearch]);
  });

  it('when it begins between two pieces of another stream', async () => {
    const { tracker, openai, ask, attributions } = await createApp();
    await tracker.run(search, async () => {
      let pieces = 0;
      for await (const _chunk of await openai.chat.completions.create({ model: 'gpt-4o', messages, stream: true })) {
        pieces += 1;
        if (pieces === 1) await ask();
      }
    });
    expect(await attributions()).toEqual([ofSearch, ofSearch]);
  });

  it('also when the SDK repeats it after a failure', async () => {
    const { tracker, ask, attributions } = await createApp();
    server.next({ status: 503, headers: { 'retry-after-ms': '1' } });
    await tracker.run(search, ask);
    expect(await attributions()).toEqual([ofSearch]);
  });

  it('and what run() returns or throws is what the function did', async () => {
    const { tracker } = await createApp();
    const failure = new Error('of the app');
    expect(tracker.run(search, () => 7)).toBe(7);
    expect(() =>
      tracker.run(search, () => {
        throw failure;
      }),
    ).toThrow(failure);
  });
});

describe('inner scopes override outer ones', () => {
  it('field by field, with their tags merged', async () => {
    const { tracker, ask, attributions } = await createApp({ teamName: 'platform' });
    await tracker.run({ userId: 'u-1', tags: { feature: 'answer', plan: 'free' } }, () =>
      tracker.run({ teamName: 'search', tags: { plan: 'paid' } }, ask),
    );
    expect(await attributions()).toEqual([
      { projectName: 'shop', teamName: 'search', userId: 'u-1', tags: { feature: 'answer', plan: 'paid' } },
    ]);
  });

  it('from options over attribution() and use() to run()', async () => {
    const context = new AsyncLocalStorage<Attribution>();
    const { tracker, attributions } = await createApp({ teamName: 'options', attribution: () => context.getStore() });
    const client = tracker.use(openaiProvider(createClient()), { sessionId: 'use', traceId: 'use' });
    const ask = (): Promise<unknown> => client.chat.completions.create({ model: 'gpt-4o', messages });
    await context.run({ teamName: 'context', userId: 'context', sessionId: 'context' }, () =>
      tracker.run({ traceId: 'run' }, ask),
    );
    await ask();
    expect(await attributions()).toEqual([
      { ...ofNobody, teamName: 'context', userId: 'context', sessionId: 'use', traceId: 'run' },
      { ...ofNobody, teamName: 'options', sessionId: 'use', traceId: 'use' },
    ]);
  });

  it('and a client of its own keeps its team beside others', async () => {
    const { tracker, ask, attributions } = await createApp();
    const support = tracker.use(openaiProvider(createClient()), { teamName: 'support' });
    await Promise.all([ask(), support.chat.completions.create({ model: 'gpt-4o', messages })]);
    expect((await attributions()).map(({ teamName }) => teamName ?? null).sort()).toEqual([null, 'support']);
  });
});

it('1,000 requests served at the same time never mix', async () => {
  const { tracker, openai } = await createApp({ batchSize: 1000 });
  const users = Array.from({ length: 1000 }, (_, index) => index);
  await Promise.all(
    users.map((index) =>
      tracker.run({ teamName: `team-${index % 7}`, tags: { index: String(index) } }, async () => {
        for (let turns = (index * 7919) % 5; turns > 0; turns -= 1) await nextTurn();
        // The name of the model comes back in the row: it says which request the call was made for.
        const model = `user-${index}`;
        if (index % 3 > 0) await openai.chat.completions.create({ model, messages });
        else for await (const _ of await openai.chat.completions.create({ model, messages, stream: true }));
      }),
    ),
  );
  const calls = await tracker.listCalls({ limit: 10_000 });
  expect(calls.map(({ requestedModel }) => requestedModel).sort()).toEqual(
    users.map((index) => `user-${index}`).sort(),
  );
  for (const { requestedModel, teamName, tags } of calls) {
    expect({ requestedModel, teamName }).toEqual({
      requestedModel: `user-${tags['index']}`,
      teamName: `team-${Number(tags['index']) % 7}`,
    });
  }
});
