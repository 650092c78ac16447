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
    await new Promise<void>((resolve) =>
      systemClock.schedule(
        () => {
          runs += 1;
          resolve();
        },
        0,
        { keepAlive: true },
      ),
    );
    expect(runs).toBe(1);
  });

  it('does not run what was cancelled', async () => {
    let ran = false;
    systemClock.schedule(() => {
      ran = true;
    }, 0)();
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
