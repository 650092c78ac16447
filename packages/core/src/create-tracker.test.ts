import { expect, it } from 'vitest';
import { setUp, start, usage } from './observe/tracked-calls.test-support.ts';

it('stores what waits although a plugin never ends, before the deadline of disconnect()', async () => {
  const { tracker, host, clock, events, connected } = setUp();
  await connected;
  host.onDisconnect(() => new Promise(() => undefined));
  await host.observeCall(start(), () => usage);
  const balance = tracker.disconnect({ timeoutMs: 1000 });
  await clock.advance(1000);
  expect(await balance).toMatchObject({ captured: 1, stored: 1, pending: 0 });
  expect(events.map(({ type }) => type)).toEqual(['plugin_failed']);
  expect(clock.waiting.keepingAlive).toBe(0);
});

it('reports a plugin that fails to end, and lets the others end', async () => {
  const { tracker, host, events } = setUp();
  let ended = false;
  host.onDisconnect(() => Promise.reject(new Error('no')));
  host.onDisconnect(() => {
    ended = true;
  });
  await tracker.disconnect();
  expect(events).toMatchObject([{ type: 'plugin_failed', error: { message: 'no' } }]);
  expect(ended).toBe(true);
});
