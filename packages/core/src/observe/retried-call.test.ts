import { describe, expect, it } from 'vitest';
import type { TrackingData } from '../record.ts';
import { setUp, start, usage } from './tracked-calls.test-support.ts';

const json = { headers: { 'content-type': 'application/json' } };

describe('a call that failed and may be retried', () => {
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

  it('is stored provisionally by a flush, and corrected by what comes later', async () => {
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

  it('is settled at once when the app aborts while it waits', async () => {
    const { host, stored } = setUp();
    const controller = new AbortController();
    const call = host.beginCall(start({ signal: controller.signal }));
    call.attempt();
    call.fail({ status: 500 }, { retryWithinMs: 1000 });
    controller.abort();
    expect(await stored()).toMatchObject([{ success: false, errorCode: 'aborted', revision: 1 }]);
  });

  it('waits for another attempt when its answer broke off and the plugin says that one may begin', async () => {
    const { host, clock, stored } = setUp();
    const call = host.beginCall(start());
    call.attempt();
    const broken = new Response(new ReadableStream({ pull: (body) => body.error(new Error('too slow')) }), json);
    host.observe(broken, call, { judgeFailure: () => ({ error: { code: 'timeout' }, retryWithinMs: 1000 }) });
    const reader = broken.body?.getReader();
    await expect(reader?.read()).rejects.toThrow('too slow');
    // That the app leaves it then is no news.
    await expect(reader?.cancel()).rejects.toThrow('too slow');
    expect(await stored()).toMatchObject([{ success: false, errorCode: 'timeout', revision: 0 }]);
    call.attempt();
    await clock.advance(10_000);
    await host.observe(new Response(JSON.stringify(usage), json), call).json();
    expect(await stored()).toMatchObject([{ success: true, attempts: 2, costUsdExact: '0.02', revision: 1 }]);
  });

  it('fails at once when its answer broke off and the plugin says that this is final', async () => {
    const { host, stored } = setUp();
    const call = host.beginCall(start());
    call.attempt();
    const broken = new Response(new ReadableStream({ pull: (body) => body.error(new Error('too slow')) }), json);
    host.observe(broken, call, { judgeFailure: () => ({ error: { code: 'timeout' } }) });
    await expect(broken.text()).rejects.toThrow('too slow');
    expect(await stored()).toMatchObject([{ success: false, errorCode: 'timeout', revision: 1 }]);
  });

  it('is settled by a disconnect', async () => {
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
});
