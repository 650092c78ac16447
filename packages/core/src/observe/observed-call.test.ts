import { describe, expect, it } from 'vitest';
import { createTrackerWith } from '../create-tracker.ts';
import { CallDeniedError } from '../errors.ts';
import { ManualClock } from '../manual-clock.test-support.ts';
import type { CallInfo, CallStart, ReportedUsage, TrackerHost, UsageReader } from '../plugin.ts';
import type { TrackingData } from '../record.ts';
import { MemoryAdapter } from '../storage/memory-adapter.ts';
import type { Tracker, TrackerEvent } from '../tracker.ts';

/** Reads parts of the form of a reported usage; `last: true` ends the answer. */
function plainReader(): UsageReader {
  let usage: ReportedUsage | null = null;
  return {
    push(part) {
      const { last, ...reported } = part as ReportedUsage & { last?: boolean };
      if (Array.isArray(reported.items)) usage = reported;
      return last === true;
    },
    result: () => usage,
  };
}

const start = (more: Partial<CallStart> = {}): CallStart => ({
  operation: 'chat',
  model: 'known',
  reader: plainReader(),
  ...more,
});
const usage: ReportedUsage = {
  items: [
    { unit: 'input', quantity: 10 },
    { unit: 'output', quantity: 5 },
  ],
};

interface Setup {
  tracker: Tracker;
  host: TrackerHost;
  clock: ManualClock;
  events: TrackerEvent[];
  connected: Promise<void>;
  stored(): Promise<TrackingData[]>;
}

function setUp(): Setup {
  const clock = new ManualClock();
  const events: TrackerEvent[] = [];
  const database = new MemoryAdapter();
  const tracker = createTrackerWith(
    {
      projectName: 'project',
      database,
      customPricing: { known: { inputCostPerToken: 0.001, outputCostPerToken: '0.002' } },
      onEvent: (event) => events.push(event),
    },
    { clock, random: () => 0.5 },
  );
  const host = tracker.use({ name: 'acme', install: (installed) => installed });
  const connected = tracker.connect();
  return {
    tracker,
    host,
    clock,
    events,
    connected,
    async stored() {
      await connected;
      const flushed = tracker.flush();
      await clock.advance(0);
      await flushed;
      return database.listCalls({ order: 'oldest' });
    },
  };
}

const outcome = ({
  success,
  errorCode,
  httpStatus,
  usageSource,
  costStatus,
  costUsdExact,
  attempts,
}: TrackingData) => ({
  success,
  errorCode,
  httpStatus,
  usageSource,
  costStatus,
  costUsdExact,
  attempts,
});

describe('a call', () => {
  it('that was answered with usage is priced', async () => {
    const { host, stored } = setUp();
    const call = host.beginCall(start());
    call.attempt();
    call.update({ httpStatus: 200 });
    call.push(usage);
    call.succeed();
    const [record] = await stored();
    expect(record && outcome(record)).toEqual({
      success: true,
      errorCode: null,
      httpStatus: 200,
      usageSource: 'reported',
      costStatus: 'priced',
      costUsdExact: '0.02',
      attempts: 1,
    });
    expect(record).toMatchObject({
      promptTokens: 10,
      completionTokens: 5,
      totalTokens: 15,
      costUsd: 0.02,
      provider: 'acme',
    });
  });

  it('that was answered without usage has no cost', async () => {
    const { host, stored } = setUp();
    const call = host.beginCall(start());
    call.attempt();
    call.succeed();
    const [record] = await stored();
    expect(record).toMatchObject({ success: true, usageSource: 'none', costStatus: 'unmeasured', costUsdExact: null });
    expect(record).toMatchObject({ promptTokens: null, totalTokens: null });
  });

  it('that the app left is partial, and keeps what was known', async () => {
    const { host, stored } = setUp();
    const left = host.beginCall(start());
    left.attempt();
    left.push(usage);
    left.abort();
    const unread = host.beginCall(start());
    unread.attempt();
    unread.abort();
    const [first, second] = await stored();
    expect(first).toMatchObject({ success: true, errorCode: 'aborted', usageSource: 'partial', costStatus: 'partial' });
    expect(first).toMatchObject({ costUsdExact: null, promptTokens: 10, details: { knownCostUsd: '0.02' } });
    expect(second).toMatchObject({
      success: true,
      errorCode: 'aborted',
      usageSource: 'partial',
      costStatus: 'unmeasured',
    });
  });

  it('that an AbortSignal ended failed, partial only if the answer had begun', async () => {
    const { host, stored } = setUp();
    const abort = new DOMException('This operation was aborted', 'AbortError');
    const before = host.beginCall(start());
    before.attempt();
    before.fail(abort);
    const during = host.beginCall(start());
    during.attempt();
    during.push({});
    during.fail(abort);
    const [first, second] = await stored();
    expect(first).toMatchObject({
      success: false,
      errorCode: 'aborted',
      usageSource: 'none',
      costStatus: 'unmeasured',
    });
    expect(second).toMatchObject({
      success: false,
      errorCode: 'aborted',
      usageSource: 'partial',
      costStatus: 'unmeasured',
    });
  });

  it.each([401, 403, 404, 429])('that was refused with %i is free', async (status) => {
    const { host, stored } = setUp();
    const call = host.beginCall(start());
    call.attempt();
    call.fail({ status, code: 'refused', message: 'No. key sk-proj-abcdefghijklmnopqrstuvwx' });
    const [record] = await stored();
    expect(record && outcome(record)).toEqual({
      success: false,
      errorCode: 'refused',
      httpStatus: status,
      usageSource: 'none',
      costStatus: 'free',
      costUsdExact: '0',
      attempts: 1,
    });
    expect(record?.error).not.toContain('abcdefghijklmnop');
  });

  it.each([
    [{ status: 500, message: 'broken' }, 500, 'http_500'],
    [Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } }), null, 'ECONNREFUSED'],
    ['a thrown string', null, 'string'],
  ])('that failed otherwise has no cost: %s', async (error, httpStatus, errorCode) => {
    const { host, stored } = setUp();
    const call = host.beginCall(start());
    call.attempt();
    call.fail(error);
    const [record] = await stored();
    expect(record).toMatchObject({
      success: false,
      httpStatus,
      errorCode,
      costStatus: 'unmeasured',
      costUsdExact: null,
    });
  });

  it('that was never sent is not stored, and its listeners hear null', async () => {
    const { host, stored } = setUp();
    const settled: (TrackingData | null)[] = [];
    host.guardCalls(() => (record) => settled.push(record));
    const call = host.beginCall(start());
    await call.admitted;
    call.fail(new Error('not sent'));
    expect(await stored()).toEqual([]);
    expect(settled).toEqual([null]);
  });

  it('that a guard denied is stored as free, with no attempt', async () => {
    const { host, stored } = setUp();
    const denial = new CallDeniedError('over budget');
    host.guardCalls(() => {
      throw denial;
    });
    let ran = false;
    await expect(
      host.observeCall(start(), () => {
        ran = true;
      }),
    ).rejects.toBe(denial);
    expect(ran).toBe(false);
    const [record] = await stored();
    expect(record).toMatchObject({
      success: false,
      errorCode: 'denied',
      attempts: 0,
      costStatus: 'free',
      costUsdExact: '0',
    });
  });

  it('settles once', async () => {
    const { host, stored } = setUp();
    const call = host.beginCall(start());
    call.attempt();
    call.succeed();
    call.fail(new Error('late'));
    call.abort();
    call.push(usage);
    expect(await stored()).toHaveLength(1);
  });

  it('settles when its reader says that nothing can follow', async () => {
    const { host, stored } = setUp();
    const call = host.beginCall(start());
    call.attempt();
    call.push({ ...usage, last: true });
    call.abort();
    expect(await stored()).toMatchObject([{ success: true, errorCode: null, usageSource: 'reported' }]);
  });

  it('takes back a failure when another attempt begins in time', async () => {
    const { host, clock, stored } = setUp();
    const call = host.beginCall(start());
    call.attempt();
    call.fail({ status: 500 }, { retryWithinMs: 1000 });
    await clock.advance(999);
    call.attempt();
    call.push(usage);
    call.succeed();
    await clock.advance(10_000);
    expect(await stored()).toMatchObject([{ success: true, attempts: 2, httpStatus: null, revision: 1 }]);
  });

  it('fails when no other attempt begins in time', async () => {
    const { host, clock, stored } = setUp();
    const call = host.beginCall(start());
    call.attempt();
    call.fail({ status: 500 }, { retryWithinMs: 1000 });
    await clock.advance(1000);
    expect(await stored()).toMatchObject([{ success: false, httpStatus: 500, revision: 1 }]);
  });

  it('that waits for a retry is stored provisionally by a flush, and corrected by what comes later', async () => {
    const { host, stored } = setUp();
    const call = host.beginCall(start());
    call.attempt();
    call.fail({ status: 500 }, { retryWithinMs: 1000 });
    expect(await stored()).toMatchObject([{ success: false, httpStatus: 500, revision: 0 }]);
    call.attempt();
    call.push(usage);
    call.succeed();
    expect(await stored()).toMatchObject([{ success: true, revision: 1, costUsdExact: '0.02' }]);
  });

  it('that waits for a retry is settled by a disconnect', async () => {
    const { tracker, host, clock, connected } = setUp();
    const settled: (TrackingData | null)[] = [];
    host.onCall(() => (record) => settled.push(record));
    const call = host.beginCall(start());
    call.attempt();
    call.fail({ status: 500 }, { retryWithinMs: 1000 });
    await connected;
    const disconnected = tracker.disconnect();
    await clock.advance(0);
    expect(await disconnected).toMatchObject({ captured: 1, stored: 1 });
    expect(settled).toMatchObject([{ success: false, revision: 1 }]);
  });

  it('measures latency and the time to the first token', async () => {
    const { host, clock, stored } = setUp();
    const call = host.beginCall(start({ streamed: true }));
    call.attempt();
    await clock.advance(120);
    call.push({});
    await clock.advance(300);
    call.succeed();
    expect(await stored()).toMatchObject([{ latencyMs: 420, timeToFirstTokenMs: 120 }]);
  });

  it('is written at once when it learns its key, and completed under the same id by whoever learns the usage', async () => {
    const { tracker, host, stored } = setUp();
    const createdAt = new Date(Date.UTC(2026, 10, 23));
    const reader = plainReader();
    const call = host.beginCall(start({ reader, streamed: true, attribution: { teamName: 'search' } }));
    call.attempt();
    call.push({ items: [], dedupeKey: 'acme:7', createdAt, usageSource: 'pending' });
    const [pending] = await stored();
    expect(pending).toMatchObject({
      revision: 0,
      usageSource: 'pending',
      costStatus: 'unmeasured',
      timestamp: createdAt,
    });
    call.abort();
    const id = tracker.record({
      provider: 'acme',
      model: 'known',
      operation: 'chat',
      items: usage.items,
      dedupeKey: 'acme:7',
      createdAt,
    });
    expect(id).toBe(pending?.requestId);
    expect(await stored()).toMatchObject([
      { requestId: id, revision: 1, usageSource: 'reported', teamName: 'search', costUsdExact: '0.02' },
    ]);
  });

  it('whose counts contradict the provider is invalid and has no cost', async () => {
    const { host, stored } = setUp();
    for (const reported of [
      { ...usage, promptTokens: 11 },
      { items: [{ unit: 'input', quantity: -1 } as const] },
      { items: [{ unit: 'output', quantity: 1.5 } as const] },
    ]) {
      const call = host.beginCall(start());
      call.attempt();
      call.push(reported);
      call.succeed();
    }
    const records = await stored();
    expect(records.map(({ costStatus, costUsdExact }) => [costStatus, costUsdExact])).toEqual([
      ['invalid', null],
      ['invalid', null],
      ['invalid', null],
    ]);
  });

  it('is recorded without usage when its reader throws, and the app is told', async () => {
    const { host, events, stored } = setUp();
    const broken: UsageReader = {
      push() {
        throw new Error('cannot read');
      },
      result: () => null,
    };
    expect(await host.observeCall(start({ reader: broken }), () => ({ answer: 1 }))).toEqual({ answer: 1 });
    expect(await stored()).toMatchObject([{ success: true, usageSource: 'none' }]);
    expect(events).toMatchObject([{ type: 'plugin_failed', error: { message: 'cannot read' } }]);
  });
});

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

  it('let a call go ahead when a guard does not answer in time', async () => {
    const { host, clock, events } = setUp();
    host.guardCalls(() => new Promise(() => undefined), { timeoutMs: 50 });
    const answer = host.observeCall(start(), () => usage);
    await clock.advance(50);
    expect(await answer).toBe(usage);
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
