import { describe, expect, it } from 'vitest';
import { createDeliveryBench } from './delivery-bench.test-support.ts';
import {
  ClassifiedError,
  hanging,
  rejecting,
  ScriptedBatchAdapter,
  ScriptedClassifyingAdapter,
} from './scripted-adapter.test-support.ts';

const outage = rejecting(new Error('connection refused'));

describe('flush', () => {
  it('does not wait for the interval', async () => {
    const { delivery, after, accept } = createDeliveryBench(new ScriptedBatchAdapter());
    await delivery.connect();
    accept('a', 'b', 'c', 'd');
    expect(await after(0, delivery.flush(5000))).toMatchObject({ captured: 4, stored: 4, pending: 0 });
  });

  it('has nothing to wait for when everything is settled', async () => {
    const { delivery, clock } = createDeliveryBench(new ScriptedBatchAdapter());
    await delivery.connect();
    expect(await delivery.flush(5000)).toMatchObject({ captured: 0, pending: 0 });
    expect(clock.waiting.keepingAlive).toBe(0);
  });

  it('waits for what was accepted before, and not for what came later', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, after, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    const finish: (() => void)[] = [];
    adapter.intercept = () => () => new Promise<void>((resolve) => finish.push(resolve));
    accept('a', 'b', 'c');
    await clock.advance(0);
    accept('d');
    const flushed = delivery.flush(5000);
    accept('e', 'f', 'g');
    finish[0]?.();
    expect(await after(0, flushed)).toBe('waits');
    finish[1]?.();
    expect(await after(0, flushed)).toMatchObject({ captured: 7, stored: 6, pending: 1 });
  });

  it('joins other calls, each with its own deadline', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, after, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    let finish: (() => void) | undefined;
    adapter.intercept = () => () => new Promise<void>((resolve) => (finish = resolve));
    accept('a');
    const flushed = [100, 5000, 5000].map((timeoutMs) => delivery.flush(timeoutMs));
    await clock.advance(100);
    expect(await after(0, Promise.race(flushed))).toMatchObject({ stored: 0, pending: 1 });
    expect(clock.waiting.keepingAlive).toBe(2);
    finish?.();
    expect(await after(0, Promise.all(flushed.slice(1)))).toMatchObject([{ stored: 1 }, { stored: 1 }]);
    expect(adapter.countOf('saveBatch')).toBe(1);
    expect(clock.waiting.keepingAlive).toBe(0);
  });

  it('waits for the retries that come before its deadline', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, after, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    const outcomes = [outage, outage];
    adapter.intercept = () => outcomes.shift();
    accept('a');
    const flushed = delivery.flush(5000);
    expect(await after(1499, flushed)).toBe('waits');
    expect(await after(1, flushed)).toMatchObject({ stored: 1, pending: 0 });
  });

  it('tries a database that is down at once, once, and then says what remains', async () => {
    const adapter = new ScriptedClassifyingAdapter();
    const { delivery, clock, after, accept, eventTypes } = createDeliveryBench(adapter);
    await delivery.connect();
    adapter.intercept = () => outage;
    accept('a');
    await clock.advance(20_000);
    const tries = adapter.countOf('saveBatch');
    expect(await after(0, delivery.flush(5000))).toMatchObject({ stored: 0, pending: 1 });
    expect(adapter.countOf('saveBatch')).toBe(tries + 1);
    expect(eventTypes()).toEqual(['database_unavailable warning']);
  });

  it('ends at its deadline when nothing answers', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, after, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    adapter.intercept = hanging;
    accept('a');
    const flushed = delivery.flush(5000);
    expect(await after(4999, flushed)).toBe('waits');
    expect(clock.waiting.keepingAlive).toBe(1);
    expect(await after(1, flushed)).toMatchObject({ stored: 0, pending: 1 });
    expect(clock.waiting.keepingAlive).toBe(0);
  });

  it.each([0, -1, 0.5, Number.MIN_VALUE])('takes a deadline of %d ms', async (timeoutMs) => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, after, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    adapter.intercept = hanging;
    accept('a');
    expect(await after(1, delivery.flush(timeoutMs))).toMatchObject({ captured: 1, pending: 1 });
  });

  it('does not connect by itself', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, accept } = createDeliveryBench(adapter);
    accept('a');
    expect(await delivery.flush(5000)).toMatchObject({ captured: 1, pending: 1 });
    expect(adapter.operations).toEqual([]);
  });

  it('tries a parked database', async () => {
    const adapter = new ScriptedClassifyingAdapter();
    const { delivery, clock, after, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    adapter.intercept = () => rejecting(new ClassifiedError('park'));
    accept('a');
    await clock.advance(1000);
    expect(await after(0, delivery.flush(5000))).toMatchObject({ pending: 1 });
    expect(adapter.countOf('saveBatch')).toBe(2);
    adapter.intercept = () => undefined;
    expect(await after(0, delivery.flush(5000))).toMatchObject({ stored: 1, pending: 0 });
  });
});

describe('disconnect', () => {
  it('writes what waits, also what comes meanwhile, and then disconnects', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, after, accept, events } = createDeliveryBench(adapter);
    await delivery.connect();
    const finish: (() => void)[] = [];
    adapter.intercept = ({ name }) =>
      name === 'saveBatch' ? () => new Promise<void>((resolve) => finish.push(resolve)) : undefined;
    accept('a');
    const disconnected = delivery.disconnect(5000);
    await clock.advance(0);
    accept('b');
    finish[0]?.();
    await clock.advance(0);
    finish[1]?.();
    expect(await after(0, disconnected)).toMatchObject({ captured: 2, stored: 2, pending: 0 });
    expect(adapter.operations.map(({ name }) => name)).toEqual(['connect', 'saveBatch', 'saveBatch', 'disconnect']);
    expect(events).toEqual([]);
    expect(clock.waiting.timers).toBe(0);
    expect(delivery.status().database).toBe('unconnected');
  });

  it('is the same promise every time', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, after } = createDeliveryBench(adapter);
    await delivery.connect();
    const disconnected = delivery.disconnect(5000);
    expect(delivery.disconnect(1)).toBe(disconnected);
    await after(0, disconnected);
    expect(delivery.disconnect(1)).toBe(disconnected);
    expect(adapter.countOf('disconnect')).toBe(1);
  });

  it('has one deadline for everything, abandons what runs, and says what remains', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, after, accept, events } = createDeliveryBench(adapter);
    await delivery.connect();
    adapter.intercept = hanging;
    accept('a', 'b');
    await clock.advance(1000);
    const disconnected = delivery.disconnect(5000);
    expect(await after(4999, disconnected)).toBe('waits');
    expect(adapter.operations.at(-1)?.signal?.aborted).toBe(false);
    expect(await after(1, disconnected)).toMatchObject({ captured: 2, stored: 0, pending: 2 });
    expect(adapter.operations.find(({ name }) => name === 'saveBatch')?.signal?.aborted).toBe(true);
    expect(adapter.countOf('disconnect')).toBe(1);
    expect(events.map(({ type }) => type)).toEqual(['delivery:disconnect_failed', 'delivery:records_left']);
    expect(events[1]).toMatchObject({ level: 'error', details: { pending: 2 } });
    expect(clock.waiting.timers).toBe(0);
    await clock.advance(60_000);
    expect(adapter.countOf('saveBatch')).toBe(1);
  });

  it('tries a database that is down once more and does not wait in vain', async () => {
    const adapter = new ScriptedClassifyingAdapter();
    const { delivery, clock, after, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    adapter.intercept = ({ name }) => (name === 'saveBatch' ? outage : undefined);
    accept('a');
    await clock.advance(20_000);
    const tries = adapter.countOf('saveBatch');
    expect(await after(0, delivery.disconnect(5000))).toMatchObject({ pending: 1 });
    expect(adapter.countOf('saveBatch')).toBe(tries + 1);
  });

  it('survives an adapter that cannot disconnect', async () => {
    for (const outcome of [
      outage,
      (): never => {
        throw new Error('at once');
      },
    ]) {
      const adapter = new ScriptedBatchAdapter();
      const { delivery, after, eventTypes } = createDeliveryBench(adapter);
      await delivery.connect();
      adapter.intercept = () => outcome;
      expect(await after(0, delivery.disconnect(5000))).toMatchObject({ pending: 0 });
      expect(eventTypes()).toEqual(['delivery:disconnect_failed warning']);
    }
  });

  it('leaves an adapter alone that was never connected', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, after, accept, eventTypes } = createDeliveryBench(adapter);
    accept('a');
    expect(await after(0, delivery.disconnect(5000))).toMatchObject({ captured: 1, pending: 1 });
    expect(adapter.operations).toEqual([]);
    expect(eventTypes()).toEqual(['delivery:records_left error']);
  });

  it('ends the flushes that wait', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, after, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    adapter.intercept = hanging;
    accept('a');
    const flushed = delivery.flush(60_000);
    await after(1000, delivery.disconnect(1000));
    expect(await after(0, flushed)).toMatchObject({ pending: 1 });
  });

  it('keeps counting what comes afterwards, and says so once', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, after, accept, events } = createDeliveryBench(adapter);
    await delivery.connect();
    await after(0, delivery.disconnect(5000));
    accept('a', 'b', 'c', 'd');
    await clock.advance(60_000);
    expect(delivery.balance()).toMatchObject({ captured: 4, stored: 0, pending: 4 });
    expect(await delivery.flush(5000)).toMatchObject({ pending: 4 });
    expect(events).toMatchObject([{ type: 'delivery:closed', level: 'error', details: { records: 4 } }]);
    expect(adapter.countOf('saveBatch')).toBe(0);
  });
});
