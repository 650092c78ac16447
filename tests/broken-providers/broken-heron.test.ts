import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type CustomProviderContext, customProviderCases } from '@llm-tracker/testing';
import { describe, test } from 'vitest';
import { brokenHerons, counted } from './broken-herons.ts';
import { HeronClient } from './heron-client.ts';
import { heronContext } from './heron-context.ts';
import { heronProvider } from './heron-provider.ts';
import { withPost } from './heron-sabotage.ts';

const good = heronContext((tracker, client) => tracker.use(heronProvider(client)));

async function runCase(name: string, context: CustomProviderContext<HeronClient>): Promise<void> {
  const found = customProviderCases(context).find((candidate) => candidate.name === name);
  assert.ok(found, `the kit has no case "${name}"`);
  await found.run();
}

describe('the kit for a client of your own names the mistake of a plugin that', () => {
  for (const { mistake, install, failing } of brokenHerons)
    test(`${mistake}: "${failing.name}"`, () =>
      assert.rejects(runCase(failing.name, heronContext(install)), { message: failing.message }));
});

describe('and passes the plugin that makes none:', () => {
  for (const { name, run } of customProviderCases(good)) test(name, run);
});

describe('and of a context that', () => {
  test('names no calls', () => {
    assert.throws(() => customProviderCases({ ...good, calls: [] }), { name: 'TypeError', message: /got no calls/ });
  });

  test('does not say which call is a stream', async () => {
    const calls = good.calls.map((call) => ({ ...call, isStream: false }));
    await assert.rejects(runCase(counted.replace('call()', 'callSlowly()'), { ...good, calls }), {
      message: 'callSlowly() gave an async iterable; its `isStream` says otherwise',
    });
  });
});

describe('and lets the author say', () => {
  test('what the plugin makes of a body', () =>
    runCase(counted, {
      ...heronContext((tracker, client) =>
        withPost(tracker, client, (post) => (request) => post({ ...request, ...{ tracked: true } })),
      ),
      expectedBody: ({ json }) => JSON.stringify({ ...json, tracked: true }),
    }));

  test('which header differs in every run', () =>
    runCase(counted, {
      ...good,
      createClient: (url) => new HeronClient(url, { 'x-heron-id': randomUUID() }),
      lastingHeader: (name, value) => (name === 'x-heron-id' ? 'an id' : value),
    }));
});
