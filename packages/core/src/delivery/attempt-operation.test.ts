import { describe, expect, it } from 'vitest';
import { ManualClock } from '../manual-clock.test-support.ts';
import type { DatabaseAdapter } from '../record.ts';
import { attemptOperation, type Failure } from './attempt-operation.ts';
import { ClassifiedError, ScriptedAdapter, ScriptedClassifyingAdapter } from './scripted-adapter.test-support.ts';

const clock = new ManualClock();

function attempt(adapter: DatabaseAdapter, run: (signal: AbortSignal) => unknown): Promise<Failure | undefined> {
  return attemptOperation(adapter, 'save', run, { clock });
}

describe('attemptOperation', () => {
  it('takes anything that is returned for success', async () => {
    for (const answer of [undefined, null, 0, 'text', {}, Promise.resolve(), new Promise((resolve) => resolve(1))]) {
      expect(await attempt(new ScriptedAdapter(), () => answer)).toBeUndefined();
    }
  });

  it('takes what is thrown, now or later, for a failure', async () => {
    const error = new Error('driver');
    const throwing = (): never => {
      throw error;
    };
    const hostile = Object.defineProperty({}, 'then', { get: throwing });
    for (const run of [throwing, async () => throwing(), () => Promise.reject(error), () => hostile]) {
      expect(await attempt(new ScriptedAdapter(), run)).toEqual({ operation: 'save', error, reaction: 'retry' });
    }
  });

  it('asks the adapter what to do', async () => {
    for (const reaction of ['retry', 'split', 'park'] as const) {
      const failure = await attempt(new ScriptedClassifyingAdapter(), () =>
        Promise.reject(new ClassifiedError(reaction)),
      );
      expect(failure?.reaction).toBe(reaction);
    }
  });

  it('retries when the adapter cannot say what to do', async () => {
    const adapters = [undefined, () => 'drop', () => undefined, () => Promise.resolve('park')].map((classifyError) =>
      Object.assign(new ScriptedAdapter(), { classifyError }),
    );
    const throwing = Object.assign(new ScriptedAdapter(), {
      classifyError: () => {
        throw new Error('classify');
      },
    });
    for (const adapter of [...adapters, throwing]) {
      const failure = await attempt(adapter as DatabaseAdapter, () => Promise.reject(new Error('driver')));
      expect(failure?.reaction).toBe('retry');
    }
  });

  it('stops waiting at the limit, tells the adapter, and ignores what comes later', async () => {
    let given: AbortSignal | undefined;
    let settle: (() => void) | undefined;
    const run = (signal: AbortSignal): Promise<void> => {
      given = signal;
      return new Promise((resolve) => {
        settle = resolve;
      });
    };
    const outcome = attemptOperation(new ScriptedAdapter(), 'save', run, { clock, timeoutMs: 15_000 });
    await clock.advance(14_999);
    expect(given?.aborted).toBe(false);
    await clock.advance(1);
    const failure = await outcome;
    expect(failure).toMatchObject({ reaction: 'retry', error: { code: 'storage_timeout', retryable: true } });
    expect(String(failure?.error)).toContain('ScriptedAdapter did not finish save() within 15000 ms.');
    expect(given?.reason).toBe(failure?.error);
    settle?.();
    expect(await outcome).toBe(failure);
  });

  it('stops waiting when it is told to', async () => {
    const stop = new AbortController();
    let given: AbortSignal | undefined;
    const run = (signal: AbortSignal): Promise<never> => {
      given = signal;
      return new Promise(() => undefined);
    };
    const outcome = attemptOperation(new ScriptedAdapter(), 'save', run, { clock, stop: stop.signal });
    stop.abort();
    expect(String((await outcome)?.error)).toContain('did not finish save() before disconnect() ended');
    expect(given?.aborted).toBe(true);
  });

  it('leaves no timer and no unhandled rejection behind', async () => {
    const stop = new AbortController();
    await attemptOperation(new ScriptedAdapter(), 'save', () => undefined, { clock, timeoutMs: 1, stop: stop.signal });
    expect(clock.waiting.timers).toBe(0);
    const rejections: unknown[] = [];
    const collect = (reason: unknown): unknown => rejections.push(reason);
    process.on('unhandledRejection', collect);
    let reject: ((error: Error) => void) | undefined;
    const late = new Promise((_, rejectLate) => {
      reject = rejectLate;
    });
    const outcome = attemptOperation(new ScriptedAdapter(), 'save', () => late, { clock, timeoutMs: 1 });
    await clock.advance(1);
    await outcome;
    reject?.(new Error('late'));
    await clock.advance(0);
    process.off('unhandledRejection', collect);
    expect(rejections).toEqual([]);
  });
});
