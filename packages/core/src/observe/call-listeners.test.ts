import { describe, expect, it } from 'vitest';
import type { CallInfo } from '../plugin.ts';
import type { TrackingData } from '../record.ts';
import { setUp, start, usage } from './tracked-calls.test-support.ts';

describe('guards and listeners', () => {
  it('see the call, and hear once how it ended', async () => {
    const { host, stored } = setUp();
    const seen: CallInfo[] = [];
    const settled: (TrackingData | null)[] = [];
    host.onCall((call) => {
      seen.push(call);
      return (record) => settled.push(record);
    });
    await host.observeCall(start({ attribution: { userId: 'u1' } }), () => usage);
    expect(seen).toMatchObject([
      { provider: 'acme', operation: 'chat', model: 'known', attribution: { projectName: 'project', userId: 'u1' } },
    ]);
    expect(settled).toEqual(await stored());
  });

  it('never affect the call when they fail', async () => {
    const { host, events } = setUp();
    host.onCall(() => {
      throw new Error('listener');
    });
    host.onCall(() => () => {
      throw new Error('settled');
    });
    host.guardCalls(() => Promise.reject(new Error('guard')));
    expect(await host.observeCall(start(), () => usage)).toBe(usage);
    expect(events.flatMap((event) => event.error?.message ?? [])).toEqual(['guard', 'listener', 'settled']);
  });

  it('never leave a rejection unhandled when they are async functions', async () => {
    const { host, events } = setUp();
    host.onCall(() => async () => {
      throw new Error('settled');
    });
    // Its type forbids it, but JavaScript does not read types.
    host.onCall((async () => {
      throw new Error('listener');
    }) as unknown as () => void);
    expect(await host.observeCall(start(), () => usage)).toBe(usage);
    await expect
      .poll(() => events.flatMap((event) => event.error?.message ?? []).toSorted())
      .toEqual(['listener', 'settled']);
  });

  it('let a call go ahead when a guard does not answer in time', async () => {
    const { host, clock, events, connected } = setUp();
    await connected;
    host.guardCalls(() => new Promise(() => undefined), { timeoutMs: 50 });
    const answer = host.observeCall(start(), () => usage);
    // Somebody awaits the call, and nothing else may keep the process alive.
    expect(clock.waiting.keepingAlive).toBe(1);
    await clock.advance(50);
    expect(await answer).toBe(usage);
    expect(clock.waiting.keepingAlive).toBe(0);
    expect(events).toMatchObject([{ type: 'plugin_failed' }]);
  });

  it('hear of a row that was only recorded', async () => {
    const { tracker, host, stored } = setUp();
    const settled: (TrackingData | null)[] = [];
    host.onCall(() => (record) => settled.push(record));
    tracker.record({ provider: 'acme', model: 'known', operation: 'import', items: usage.items });
    expect(settled).toEqual(await stored());
  });
});
