import { describe, expect, it } from 'vitest';
import { sampleRecord } from '../sample-record.test-support.ts';
import { createDeliveryBench } from './delivery-bench.test-support.ts';
import {
  ClassifiedError,
  rejecting,
  ScriptedAdapter,
  ScriptedBatchAdapter,
  ScriptedClassifyingAdapter,
} from './scripted-adapter.test-support.ts';

const letters = [...'abcdefgh'];

/** Refuses every write with one of these ids in it. */
function refuse(adapter: ScriptedAdapter, poison: readonly string[], error: unknown): void {
  adapter.intercept = ({ name, ids }) =>
    name.startsWith('save') && ids.some((id) => poison.includes(id)) ? rejecting(error) : undefined;
}

describe('a record that the database refuses', () => {
  it('is divided from its batch and given up alone, with an event', async () => {
    const adapter = new ScriptedClassifyingAdapter();
    const { delivery, clock, events, accept } = createDeliveryBench(adapter, { batchSize: 8 });
    await delivery.connect();
    refuse(adapter, ['b', 'g'], new ClassifiedError('split', 'value out of range'));
    accept(...letters);
    await clock.advance(0);
    expect([...adapter.rows.keys()].sort()).toEqual([...'acdefh']);
    expect(delivery.balance()).toMatchObject({ captured: 8, stored: 6, pending: 0, deadLettered: 2 });
    expect(events).toEqual(
      ['b', 'g'].map((requestId) => ({
        type: 'dead_letter',
        level: 'error',
        message: `The database refuses the record ${requestId}; it is counted as a dead letter and not tried again.`,
        details: {
          reason: 'refused',
          records: 1,
          requestId,
          revision: 1,
          provider: 'openai',
          model: 'gpt-4o-2024-08-06',
          costUsdExact: null,
        },
        error: new ClassifiedError('split', 'value out of range'),
      })),
    );
  });

  it('is looked for in order, by halves, each with an id of its own', async () => {
    const adapter = new ScriptedClassifyingAdapter();
    const { delivery, clock, accept } = createDeliveryBench(adapter, { batchSize: 8 });
    await delivery.connect();
    refuse(adapter, ['c'], new ClassifiedError('split'));
    accept(...letters);
    await clock.advance(0);
    const writes = adapter.operations.filter(({ name }) => name === 'saveBatch');
    expect(writes.map(({ ids }) => ids.join(''))).toEqual(['abcdefgh', 'abcd', 'ab', 'cd', 'c', 'd', 'efgh']);
    const whole = writes[0]?.batchId ?? '';
    expect(writes.map(({ batchId }) => batchId?.slice(whole.length))).toEqual([
      '',
      ':0',
      ':0:0',
      ':0:1',
      ':0:1:0',
      ':0:1:1',
      ':1',
    ]);
  });

  it('is given up with the revisions that it replaced', async () => {
    const adapter = new ScriptedClassifyingAdapter();
    const { delivery, clock, events } = createDeliveryBench(adapter);
    await delivery.connect();
    refuse(adapter, ['a'], new ClassifiedError('split'));
    for (const revision of [0, 1, 2]) delivery.accept(sampleRecord({ requestId: 'a', revision }));
    await clock.advance(0);
    expect(delivery.balance()).toMatchObject({ captured: 3, stored: 0, pending: 0, deadLettered: 3 });
    expect(events).toMatchObject([{ details: { records: 3, revision: 2 } }]);
  });

  it('does not hide an outage in the middle of the search', async () => {
    const adapter = new ScriptedClassifyingAdapter();
    const { delivery, clock, eventTypes, accept } = createDeliveryBench(adapter, { batchSize: 8 });
    await delivery.connect();
    const errors = [new ClassifiedError('split'), new ClassifiedError('retry'), new ClassifiedError('retry')];
    adapter.intercept = () => {
      const error = errors.shift();
      return error && rejecting(error);
    };
    accept(...letters);
    await clock.advance(5000);
    expect(delivery.balance()).toMatchObject({ captured: 8, stored: 8, pending: 0, deadLettered: 0 });
    expect(eventTypes()).toEqual(['database_unavailable warning', 'database_available info']);
    const halves = adapter.operations.filter(({ ids }) => ids.join('') === 'abcd');
    expect(halves).toHaveLength(3);
    expect(new Set(halves.map(({ batchId }) => batchId)).size).toBe(1);
  });

  it('is looked for when its error looks like an outage again and again, and then holds nobody up', async () => {
    const adapter = new ScriptedClassifyingAdapter();
    const { delivery, clock, accept } = createDeliveryBench(adapter, { batchSize: 8 });
    await delivery.connect();
    refuse(adapter, ['c'], new ClassifiedError('retry', 'raised by a trigger of the app'));
    accept(...letters);
    await clock.advance(200_000);
    accept('x');
    await clock.advance(1000);
    expect([...adapter.rows.keys()].sort()).toEqual([...'abdefghx']);
    expect(delivery.balance()).toMatchObject({ captured: 9, stored: 8, pending: 1, deadLettered: 0 });
  });

  it('parks everything, loses nothing and is loud when somebody must act', async () => {
    const adapter = new ScriptedClassifyingAdapter();
    const { delivery, clock, events, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    adapter.intercept = () => rejecting(new ClassifiedError('park', 'relation does not exist'));
    accept(...letters);
    await clock.advance(30_000);
    expect(adapter.countOf('saveBatch')).toBe(4);
    expect(delivery.status().database).toBe('parked');
    expect(events).toMatchObject([{ type: 'database_unavailable', level: 'error' }]);
    expect(events[0]?.message).toContain('Somebody must act');
    await delivery.connect();
    await clock.advance(0);
    expect([adapter.countOf('saveBatch'), adapter.countOf('connect')]).toEqual([5, 1]);
    adapter.intercept = () => undefined;
    await clock.advance(10_000);
    expect(delivery.balance()).toMatchObject({ captured: 8, stored: 8, pending: 0, deadLettered: 0 });
    expect(events.map(({ type }) => type)).toEqual(['database_unavailable', 'database_available']);
  });

  it('tells once more when an outage turns into something that somebody must mend', async () => {
    const adapter = new ScriptedClassifyingAdapter();
    const { delivery, clock, eventTypes, accept } = createDeliveryBench(adapter);
    await delivery.connect();
    const reactions = ['retry', 'park', 'retry', 'park'] as const;
    let tries = 0;
    adapter.intercept = () => {
      const reaction = reactions[tries];
      tries += 1;
      return reaction && rejecting(new ClassifiedError(reaction));
    };
    accept('a');
    await clock.advance(60_000);
    expect(eventTypes()).toEqual([
      'database_unavailable warning',
      'database_unavailable error',
      'database_available info',
    ]);
  });
});

describe('an adapter that cannot classify errors', () => {
  it.each([
    ['saveBatch', () => new ScriptedBatchAdapter()],
    ['save', () => new ScriptedAdapter()],
  ])('with %s stores what it can, and keeps a record that only fails', async (_member, create) => {
    const adapter = create();
    const { delivery, clock, accept, eventTypes } = createDeliveryBench(adapter, { batchSize: 8 });
    await delivery.connect();
    refuse(adapter, ['c'], new Error('no idea'));
    accept(...letters);
    await clock.advance(60_000);
    expect([...adapter.rows.keys()].sort()).toEqual([...'abdefgh']);
    expect(delivery.balance()).toMatchObject({ stored: 7, pending: 1, deadLettered: 0 });
    const before = adapter.operations.filter(({ ids }) => ids.includes('c')).length;
    for (let round = 0; round < 100; round += 1) {
      accept(`x${round}`);
      await clock.advance(1000);
    }
    // Nobody waits for it, and it is tried as often as a database that is away.
    expect(delivery.balance()).toMatchObject({ captured: 108, stored: 107, pending: 1, deadLettered: 0 });
    expect(adapter.operations.filter(({ ids }) => ids.includes('c')).length - before).toBeLessThan(15);
    adapter.intercept = () => undefined;
    await clock.advance(10_000);
    expect(delivery.balance()).toMatchObject({ captured: 108, stored: 108, pending: 0 });
    expect(new Set(eventTypes())).toEqual(new Set(['database_unavailable warning', 'database_available info']));
    expect(eventTypes().length).toBeLessThan(7);
  });

  it('tries such a record at a flush, once, and does not wait in vain', async () => {
    const adapter = new ScriptedAdapter();
    const { delivery, clock, after, accept } = createDeliveryBench(adapter, { batchSize: 8 });
    await delivery.connect();
    refuse(adapter, ['c'], new Error('no idea'));
    accept(...letters);
    await clock.advance(60_000);
    const before = adapter.countOf('save');
    accept('x');
    expect(await after(0, delivery.flush(5000))).toMatchObject({ captured: 9, stored: 8, pending: 1 });
    expect(adapter.idsOf('save').slice(before)).toEqual([['x'], ['c']]);
  });

  it('takes new batches until 100 such records wait apart', async () => {
    const adapter = new ScriptedAdapter();
    const { delivery, clock, accept } = createDeliveryBench(adapter, { batchSize: 10 });
    await delivery.connect();
    const bad = Array.from({ length: 99 }, (_, index) => `bad${index}`);
    refuse(adapter, [...bad, 'bad99'], new Error('no idea'));
    accept(...bad);
    for (let round = 0; round < 100; round += 1) {
      accept(`x${round}`);
      await clock.advance(10_000);
    }
    expect(delivery.balance()).toMatchObject({ captured: 199, stored: 100, pending: 99 });
    accept('bad99', 'y');
    await clock.advance(60_000);
    expect(delivery.balance()).toMatchObject({ captured: 201, stored: 101, pending: 100 });
    accept('z');
    await clock.advance(60_000);
    expect(adapter.rows.has('z')).toBe(false);
    adapter.intercept = () => undefined;
    await clock.advance(20_000);
    expect(delivery.balance()).toMatchObject({ captured: 202, stored: 202, pending: 0 });
  });

  it.each([
    ['saveBatch', () => new ScriptedBatchAdapter()],
    ['save', () => new ScriptedAdapter()],
  ])('with %s gives up nothing in an outage of any length', async (_member, create) => {
    const adapter = create();
    const { delivery, clock, accept } = createDeliveryBench(adapter, { batchSize: 8 });
    await delivery.connect();
    adapter.intercept = () => rejecting(new Error('no idea'));
    accept(...letters);
    for (let minute = 0; minute < 100; minute += 1) {
      accept(`${minute}`);
      await clock.advance(60_000);
    }
    expect(delivery.balance()).toMatchObject({ captured: 108, stored: 0, pending: 108, deadLettered: 0 });
    adapter.intercept = () => undefined;
    await clock.advance(10_000);
    expect(delivery.balance()).toMatchObject({ captured: 108, stored: 108, pending: 0, deadLettered: 0 });
    expect(adapter.rows.size).toBe(108);
  });

  it('calls any number of rows by the same id only if they are the same rows', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, accept } = createDeliveryBench(adapter, { batchSize: 8 });
    await delivery.connect();
    refuse(adapter, ['c', 'f'], new Error('no idea'));
    accept(...letters);
    await clock.advance(300_000);
    const byBatch = new Map<string | undefined, Set<string>>();
    for (const { name, ids, batchId } of adapter.operations) {
      if (name === 'saveBatch') byBatch.set(batchId, (byBatch.get(batchId) ?? new Set()).add(ids.join()));
    }
    expect([...byBatch.values()].every((rows) => rows.size === 1)).toBe(true);
    expect(byBatch.size).toBeGreaterThan(5);
  });
});
