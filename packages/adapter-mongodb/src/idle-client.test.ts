import { expect, test } from 'vitest';
import { IdleClient, idleMs } from './idle-client.ts';

/** Time that passes when it is told to. */
function manualTime(): {
  schedule: (callback: () => void, delayMs: number) => () => void;
  pass(ms: number): Promise<void>;
} {
  let nowMs = 0;
  let timers: { atMs: number; callback: () => void }[] = [];
  return {
    schedule(callback, delayMs) {
      const timer = { atMs: nowMs + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    async pass(ms) {
      nowMs += ms;
      const due = timers.filter(({ atMs }) => atMs <= nowMs);
      timers = timers.filter(({ atMs }) => atMs > nowMs);
      for (const { callback } of due) callback();
      await Promise.resolve();
    },
  };
}

function countingClients(): { open: () => Promise<{ close(): Promise<void> }>; opened: number; closed: number } {
  const counts = {
    opened: 0,
    closed: 0,
    async open() {
      counts.opened += 1;
      return {
        async close() {
          counts.closed += 1;
        },
      };
    },
  };
  return counts;
}

test('opens one client for all that use it at once', async () => {
  const clients = countingClients();
  const idle = new IdleClient(clients.open, manualTime().schedule);
  expect(await Promise.all([1, 2, 3].map((answer) => idle.use(async () => answer)))).toEqual([1, 2, 3]);
  expect(clients.opened).toBe(1);
});

test('closes 10 s after the last use and opens again on demand', async () => {
  const clients = countingClients();
  const time = manualTime();
  const idle = new IdleClient(clients.open, time.schedule);
  await idle.use(async () => {});
  await time.pass(idleMs - 1);
  await idle.use(async () => {});
  await time.pass(idleMs - 1);
  expect([clients.opened, clients.closed, idle.isOpen]).toEqual([1, 0, true]);
  await time.pass(1);
  expect([clients.opened, clients.closed, idle.isOpen]).toEqual([1, 1, false]);
  await idle.use(async () => {});
  expect([clients.opened, clients.closed]).toEqual([2, 1]);
});

test('does not close while something still runs, however long', async () => {
  const clients = countingClients();
  const time = manualTime();
  const idle = new IdleClient(clients.open, time.schedule);
  const slow = Promise.withResolvers<void>();
  const using = idle.use(() => slow.promise);
  await idle.use(async () => {});
  await time.pass(10 * idleMs);
  expect(clients.closed).toBe(0);
  slow.resolve();
  await using;
  await time.pass(idleMs);
  expect(clients.closed).toBe(1);
});

test('forgets a client that failed to open', async () => {
  const clients = countingClients();
  const time = manualTime();
  let isAway = true;
  const open = async (): Promise<{ close(): Promise<void> }> => {
    if (isAway) throw new Error('away');
    return clients.open();
  };
  const idle = new IdleClient(open, time.schedule);
  await expect(idle.use(async () => 1)).rejects.toThrow('away');
  await idle.close();
  isAway = false;
  expect(await idle.use(async () => 1)).toBe(1);
  expect(clients.opened).toBe(1);
});

test('closes at once when it is told to, and a failing operation is an operation that ended', async () => {
  const clients = countingClients();
  const time = manualTime();
  const idle = new IdleClient(clients.open, time.schedule);
  await expect(
    idle.use(async () => {
      throw new Error('failed');
    }),
  ).rejects.toThrow('failed');
  await time.pass(idleMs);
  expect(clients.closed).toBe(1);
  await idle.use(async () => {});
  await idle.close();
  await time.pass(idleMs);
  expect(clients.closed).toBe(2);
});
