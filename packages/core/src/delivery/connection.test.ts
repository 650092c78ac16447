import { describe, expect, it } from 'vitest';
import { ClosedError, ConfigurationError, StorageError } from '../errors.ts';
import { createDeliveryBench } from './delivery-bench.test-support.ts';
import {
  ClassifiedError,
  hanging,
  rejecting,
  ScriptedBatchAdapter,
  ScriptedClassifyingAdapter,
} from './scripted-adapter.test-support.ts';

const missingDriver = Object.assign(new Error("Cannot find package 'pg'"), { code: 'ERR_MODULE_NOT_FOUND' });

describe('connect', () => {
  it('connects the adapter once, however often it is called', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery } = createDeliveryBench(adapter);
    await Promise.all([delivery.connect(), delivery.connect()]);
    await delivery.connect();
    expect(adapter.countOf('connect')).toBe(1);
    expect(delivery.status().database).toBe('available');
  });

  it.each([
    ['what the adapter says needs somebody', new ClassifiedError('park', 'password authentication failed')],
    ['what the adapter says no repetition mends', new ClassifiedError('split', 'bad value')],
    ['a wrong option of the adapter', new ConfigurationError('tableName', 'an identifier', '"1st"')],
    ['a driver that is not installed', missingDriver],
  ])('rejects for %s, and says what to do', async (_what, cause) => {
    const adapter = new ScriptedClassifyingAdapter();
    adapter.intercept = () => rejecting(cause);
    const { delivery, after, eventTypes } = createDeliveryBench(adapter);
    const { rejected } = (await after(0, delivery.connect())) as { rejected: StorageError };
    expect(rejected).toBeInstanceOf(StorageError);
    expect(rejected).toMatchObject({
      adapter: 'ScriptedClassifyingAdapter',
      operation: 'connect',
      retryable: false,
      cause,
    });
    expect(rejected.message).toContain(`ScriptedClassifyingAdapter could not connect: ${cause.message}`);
    expect(rejected.message).toContain('then call connect() again');
    expect(delivery.status().database).toBe('parked');
    expect(eventTypes()).toEqual(['database_unavailable error']);
  });

  it('shows no secret of what the driver said', async () => {
    const adapter = new ScriptedClassifyingAdapter();
    adapter.intercept = () => rejecting(new ClassifiedError('park', 'cannot reach postgres://app:hunter2@db/app'));
    const { delivery, after } = createDeliveryBench(adapter);
    expect(String(JSON.stringify(await after(0, delivery.connect())))).not.toContain('hunter2');
  });

  it('tries again in the background after a rejection, and when it is called again', async () => {
    const adapter = new ScriptedClassifyingAdapter();
    adapter.intercept = () => rejecting(new ClassifiedError('park'));
    const { delivery, clock, after, accept } = createDeliveryBench(adapter);
    accept('a');
    expect(await after(0, delivery.connect())).toHaveProperty('rejected');
    await clock.advance(20_000);
    expect(adapter.countOf('connect')).toBe(3);
    expect(await after(0, delivery.connect())).toHaveProperty('rejected');
    expect(adapter.countOf('connect')).toBe(4);
    adapter.intercept = () => undefined;
    expect(await after(0, delivery.connect())).toBeUndefined();
    expect(delivery.balance()).toMatchObject({ captured: 1, stored: 1, pending: 0 });
  });

  it('resolves for a database that is away, and waits for it in the background, loudly', async () => {
    const adapter = new ScriptedBatchAdapter();
    adapter.intercept = () => rejecting(new Error('ECONNREFUSED'));
    const { delivery, clock, after, accept, eventTypes } = createDeliveryBench(adapter);
    accept('a');
    expect(await after(0, delivery.connect())).toBeUndefined();
    expect(delivery.status().database).toBe('unavailable');
    await clock.advance(60_000);
    expect(eventTypes()).toEqual(['database_unavailable warning']);
    expect(adapter.countOf('connect')).toBe(9);
    adapter.intercept = () => undefined;
    await clock.advance(10_000);
    expect(delivery.balance()).toMatchObject({ captured: 1, stored: 1, pending: 0 });
    expect(eventTypes()).toEqual(['database_unavailable warning', 'database_available info']);
  });

  it('resolves after 15 s of silence, and begins no second connection beside the first', async () => {
    const adapter = new ScriptedBatchAdapter();
    let answer: (() => void) | undefined;
    adapter.intercept = () => () => new Promise<void>((resolve) => (answer = resolve));
    const { delivery, clock, after, accept, eventTypes } = createDeliveryBench(adapter);
    accept('a');
    const connected = delivery.connect();
    expect(await after(14_999, connected)).toBe('waits');
    expect(clock.waiting.keepingAlive).toBe(1);
    expect(await after(1, connected)).toBeUndefined();
    expect(clock.waiting.keepingAlive).toBe(0);
    expect(eventTypes()).toEqual(['database_unavailable warning']);
    const again = delivery.connect();
    await clock.advance(5000);
    expect(adapter.countOf('connect')).toBe(1);
    adapter.intercept = () => undefined;
    answer?.();
    expect(await after(0, again)).toBeUndefined();
    await clock.advance(1000);
    expect(delivery.balance()).toMatchObject({ captured: 1, stored: 1 });
    expect(eventTypes()).toEqual(['database_unavailable warning', 'database_available info']);
  });

  it('may throw at once or return nothing', async () => {
    const adapter = new ScriptedBatchAdapter();
    const outcomes = [
      (): never => {
        throw new Error('at once');
      },
      () => undefined,
    ];
    adapter.intercept = () => outcomes.shift();
    const { delivery, clock } = createDeliveryBench(adapter);
    await delivery.connect();
    expect(delivery.status().database).toBe('unavailable');
    await clock.advance(500);
    expect(delivery.status().database).toBe('available');
  });

  it('is refused after disconnect()', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, after } = createDeliveryBench(adapter);
    await delivery.connect();
    await after(0, delivery.disconnect(5000));
    await expect(delivery.connect()).rejects.toBeInstanceOf(ClosedError);
  });

  it('closes a connection that comes about after disconnect() ended', async () => {
    const adapter = new ScriptedBatchAdapter();
    let answer: (() => void) | undefined;
    adapter.intercept = ({ name }) =>
      name === 'connect' ? () => new Promise<void>((resolve) => (answer = resolve)) : undefined;
    const { delivery, clock, after, accept } = createDeliveryBench(adapter);
    accept('a');
    const connected = delivery.connect();
    expect(await after(5000, delivery.disconnect(5000))).toMatchObject({ pending: 1 });
    expect(await after(0, connected)).toBeUndefined();
    expect(adapter.countOf('disconnect')).toBe(1);
    answer?.();
    await clock.advance(60_000);
    expect(adapter.countOf('disconnect')).toBe(2);
    expect(adapter.countOf('saveBatch')).toBe(0);
  });

  it('waits for the outcome even when nothing answers any more', async () => {
    const adapter = new ScriptedBatchAdapter();
    adapter.intercept = hanging;
    const { delivery, clock, accept, after } = createDeliveryBench(adapter);
    accept('a');
    void delivery.connect();
    expect(await after(1000, delivery.flush(1000))).toMatchObject({ captured: 1, pending: 1 });
    await clock.advance(60_000);
    expect(delivery.status()).toEqual({ database: 'unavailable', oldestPendingMs: 61_000 });
  });
});
