import { describe, expect, it } from 'vitest';
import { systemClock } from './clock.ts';

describe('systemClock', () => {
  it('tells the time of the wall and one that does not go back', () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
    const earlier = systemClock.monotonicMs();
    expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(earlier);
  });

  it('runs a callback once', async () => {
    let runs = 0;
    const count = (): number => (runs += 1);
    systemClock.schedule(count, 0);
    systemClock.schedule(count, 1);
    expect(runs).toBe(0);
    await new Promise<void>((resolve) => systemClock.schedule(resolve, 20, { keepAlive: true }));
    expect(runs).toBe(2);
  });

  it('runs what has no delay in the next turn of the event loop', async () => {
    const order: string[] = [];
    systemClock.schedule(() => order.push('turn'), 0);
    await Promise.resolve();
    order.push('microtask');
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual(['microtask', 'turn']);
  });

  it('does not run what was cancelled', async () => {
    let ran = false;
    for (const delayMs of [0, 1]) {
      systemClock.schedule(() => {
        ran = true;
      }, delayMs)();
    }
    await new Promise<void>((resolve) => systemClock.schedule(resolve, 5, { keepAlive: true }));
    expect(ran).toBe(false);
  });

  it('waits for a delay that is longer than a timer of Node can be', async () => {
    let ran = false;
    const cancel = systemClock.schedule(() => {
      ran = true;
    }, Number.MAX_SAFE_INTEGER);
    await new Promise<void>((resolve) => systemClock.schedule(resolve, 5, { keepAlive: true }));
    cancel();
    expect(ran).toBe(false);
  });
});
