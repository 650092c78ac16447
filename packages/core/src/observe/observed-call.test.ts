import { describe, expect, it } from 'vitest';
import { CallDeniedError } from '../errors.ts';
import type { UsageReader } from '../plugin.ts';
import type { TrackingData } from '../record.ts';
import { plainReader, setUp, start, usage } from './tracked-calls.test-support.ts';

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

  it('that was left because the app aborted failed', async () => {
    const { host, stored } = setUp();
    const controller = new AbortController();
    const call = host.beginCall(start({ signal: controller.signal }));
    call.attempt();
    call.push({});
    controller.abort();
    call.abort();
    expect(await stored()).toMatchObject([{ success: false, errorCode: 'aborted', usageSource: 'partial' }]);
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
