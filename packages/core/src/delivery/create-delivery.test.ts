import { describe, expect, it } from 'vitest';
import { sampleRecord } from '../sample-record.test-support.ts';
import { createDeliveryBench } from './delivery-bench.test-support.ts';
import {
  hanging,
  rejecting,
  ScriptedAdapter,
  ScriptedBatchAdapter,
  ScriptedClassifyingAdapter,
} from './scripted-adapter.test-support.ts';

const outage = rejecting(new Error('connection refused'));

describe('accept', () => {
  it('keeps what comes before connect() and writes it afterwards', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, accept } = createDeliveryBench(adapter);
    accept('a', 'b', 'c', 'd');
    await clock.advance(60_000);
    expect(adapter.operations).toEqual([]);
    expect(delivery.status()).toEqual({ database: 'unconnected', oldestPendingMs: 60_000 });
    await delivery.connect();
    await clock.advance(0);
    expect([...adapter.rows.keys()]).toEqual(['a', 'b', 'c', 'd']);
    expect(delivery.balance()).toMatchObject({ captured: 4, stored: 4, pending: 0 });
    expect(delivery.status()).toEqual({ database: 'available', oldestPendingMs: 0 });
  });

  it('never runs the adapter inside the call, and starts a full batch in the next turn', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    accept('a', 'b', 'c');
    await Promise.resolve();
    expect(adapter.countOf('saveBatch')).toBe(0);
    await clock.advance(0);
    expect(adapter.idsOf('saveBatch')).toEqual([['a', 'b', 'c']]);
  });

  it('waits the interval for a batch that is not full', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    accept('a');
    await clock.advance(600);
    accept('b');
    await clock.advance(399);
    expect(adapter.countOf('saveBatch')).toBe(0);
    expect(delivery.status().oldestPendingMs).toBe(999);
    await clock.advance(1);
    expect(adapter.idsOf('saveBatch')).toEqual([['a', 'b']]);
    accept('c');
    await clock.advance(999);
    expect(adapter.countOf('saveBatch')).toBe(1);
    await clock.advance(1);
    expect(adapter.idsOf('saveBatch')).toEqual([['a', 'b'], ['c']]);
  });

  it('writes one batch at a time, of at most batchSize', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    const finish: (() => void)[] = [];
    adapter.intercept = () => () => new Promise<void>((resolve) => finish.push(resolve));
    accept('a', 'b', 'c', 'd', 'e', 'f', 'g');
    await clock.advance(5000);
    expect(adapter.idsOf('saveBatch')).toEqual([['a', 'b', 'c']]);
    finish[0]?.();
    await clock.advance(0);
    expect(adapter.idsOf('saveBatch')).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ]);
  });

  it('arms no timer that would keep the process alive', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    accept('a');
    expect(clock.waiting).toEqual({ timers: 1, keepingAlive: 0 });
    adapter.intercept = () => outage;
    await clock.advance(1000);
    expect(clock.waiting).toEqual({ timers: 1, keepingAlive: 0 });
    adapter.intercept = () => hanging();
    await clock.advance(1000);
    expect(clock.waiting).toEqual({ timers: 1, keepingAlive: 0 });
  });

  it('gives up the oldest of more than 10,000 records, and says so in sums', async () => {
    const adapter = new ScriptedClassifyingAdapter();
    const { delivery, clock, events, after, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    adapter.intercept = () => outage;
    const ids = Array.from({ length: 10_500 }, (_, index) => String(index).padStart(5, '0'));
    accept(...ids.slice(0, 10_000));
    await clock.advance(0);
    accept(...ids.slice(10_000));
    expect(delivery.balance()).toMatchObject({ captured: 10_500, pending: 10_000, deadLettered: 500 });
    const told = (): unknown[] => events.filter(({ type }) => type === 'dead_letter').map(({ details }) => details);
    expect(told()).toEqual([]);
    await clock.advance(0);
    expect(told()).toEqual([{ reason: 'overflow', records: 500 }]);
    for (let second = 0; second < 59; second += 1) {
      accept(`x${second}`);
      await clock.advance(1000);
    }
    expect(told()).toHaveLength(1);
    await clock.advance(1000);
    expect(told()).toEqual([
      { reason: 'overflow', records: 500 },
      { reason: 'overflow', records: 59 },
    ]);
    adapter.intercept = () => undefined;
    await after(0, delivery.flush(5000));
    expect(delivery.balance()).toMatchObject({ captured: 10_559, stored: 10_000, pending: 0, deadLettered: 559 });
    // What was being written when the others came is the oldest, and is kept: nobody knows whether the database has it.
    expect([...adapter.rows.keys()].slice(0, 4)).toEqual(['00000', '00001', '00002', '00562']);
  });
});

describe('an outage', () => {
  it('repeats the same batch, with the same id, until the database takes it', async () => {
    const adapter = new ScriptedClassifyingAdapter();
    const { delivery, clock, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    const triesMs: number[] = [];
    adapter.intercept = () => {
      triesMs.push(clock.monotonicMs());
      return outage;
    };
    accept('c', 'b', 'a');
    await clock.advance(0);
    accept('d', 'e', 'f');
    await clock.advance(60_000);
    expect(triesMs).toEqual([0, 500, 1500, 3500, 13_500, 23_500, 33_500, 43_500, 53_500]);
    adapter.intercept = () => undefined;
    await clock.advance(10_000);
    const batches = adapter.operations.filter(({ name }) => name === 'saveBatch');
    expect(new Set(batches.slice(0, 10).map(({ ids, batchId }) => `${batchId} ${ids}`)).size).toBe(1);
    expect(batches.at(-1)?.ids).toEqual(['d', 'e', 'f']);
    expect(batches.at(-1)?.batchId).not.toBe(batches[0]?.batchId);
    expect(delivery.balance()).toMatchObject({ captured: 6, stored: 6, pending: 0, deadLettered: 0 });
  });

  it('is told once when it begins and once when it ends', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, events, eventTypes, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    for (let round = 0; round < 2; round += 1) {
      adapter.intercept = () => outage;
      accept('a', 'b', 'c', 'd');
      await clock.advance(30_000);
      expect(delivery.status().database).toBe('unavailable');
      adapter.intercept = () => undefined;
      await clock.advance(20_000);
      expect(delivery.status().database).toBe('available');
    }
    const once = ['database_unavailable warning', 'database_available info'];
    expect(eventTypes()).toEqual([...once, ...once]);
    expect(events[0]).toMatchObject({
      message: 'ScriptedBatchAdapter failed in saveBatch(); 4 records wait. It is tried again for as long as it takes.',
      error: new Error('connection refused'),
    });
    expect(events[1]?.message).toMatch(/^ScriptedBatchAdapter works again after \d+\.\d s; 3 waiting records/);
  });

  it('begins a new backoff after every success', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    for (let round = 0; round < 3; round += 1) {
      adapter.intercept = () => outage;
      accept('a', 'b', 'c');
      await clock.advance(0);
      adapter.intercept = () => undefined;
      await clock.advance(500);
      expect(delivery.balance().pending).toBe(0);
    }
  });

  it('is not answered with a busy loop, whatever the dice say', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, accept } = createDeliveryBench(adapter, { random: () => 0 });
    await delivery.connect();
    adapter.intercept = () => outage;
    accept('a', 'b', 'c');
    await clock.advance(0);
    expect(adapter.countOf('saveBatch')).toBe(1);
    await clock.advance(3);
    expect(adapter.countOf('saveBatch')).toBe(4);
  });

  it('stops waiting for a write after 15 s and tells the adapter', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, accept, events } = createDeliveryBench(adapter);
    await delivery.connect();
    adapter.intercept = hanging;
    accept('a', 'b', 'c');
    await clock.advance(14_999);
    expect(adapter.operations.at(-1)?.signal?.aborted).toBe(false);
    await clock.advance(1);
    expect(adapter.operations.at(-1)?.signal?.aborted).toBe(true);
    expect(events[0]).toMatchObject({ type: 'database_unavailable', error: { code: 'storage_timeout' } });
    adapter.intercept = () => undefined;
    await clock.advance(500);
    expect(delivery.balance()).toMatchObject({ stored: 3, pending: 0 });
  });
});

describe('a defect', () => {
  it('of a record that cannot be read is loud, and neither throws nor rejects', async () => {
    const { delivery, clock, after, accept, eventTypes } = createDeliveryBench(new ScriptedBatchAdapter());
    await delivery.connect();
    const hostile = Object.defineProperty(sampleRecord(), 'requestId', {
      get: () => {
        throw new Error('getter');
      },
    });
    delivery.accept(hostile);
    accept('a');
    await clock.advance(1000);
    expect(eventTypes()).toEqual(['database_unavailable warning']);
    expect(delivery.balance()).toMatchObject({ captured: 2, pending: 2 });
    expect(await after(100, delivery.flush(100))).toMatchObject({ pending: 2 });
  });
});

describe('an adapter of three methods', () => {
  it('gets every record by itself, sorted by id', async () => {
    const adapter = new ScriptedAdapter();
    const { delivery, clock, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    accept('c', 'a', 'b', 'd');
    await clock.advance(1000);
    expect(adapter.idsOf('save')).toEqual([['a'], ['b'], ['c'], ['d']]);
    expect(new Set(adapter.operations.map(({ batchId }) => batchId)).size).toBe(5);
    expect(delivery.balance()).toMatchObject({ stored: 4, pending: 0 });
  });

  it('may throw at once, return nothing or return what is no promise', async () => {
    const adapter = new ScriptedAdapter();
    const { delivery, clock, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    const outcomes = [
      (): never => {
        throw new Error('at once');
      },
      () => undefined,
      () => 'text',
      () => 7,
    ];
    adapter.intercept = () => outcomes.shift();
    accept('a', 'b', 'c');
    await clock.advance(1000);
    expect(delivery.balance()).toMatchObject({ captured: 3, stored: 3, pending: 0, deadLettered: 0 });
  });
});
