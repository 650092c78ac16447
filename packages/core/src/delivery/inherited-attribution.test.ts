import { describe, expect, it } from 'vitest';
import { UnsupportedOperationError } from '../errors.ts';
import type { DatabaseAdapter } from '../record.ts';
import { sampleRecord } from '../sample-record.test-support.ts';
import { createDeliveryBench } from './delivery-bench.test-support.ts';
import {
  rejecting,
  ScriptedAdapter,
  ScriptedBatchAdapter,
  ScriptedClassifyingAdapter,
} from './scripted-adapter.test-support.ts';

describe('a record that inherits', () => {
  const theirs = { projectName: 'theirs', teamName: 'team', timestamp: new Date(1000), latencyMs: 100 };

  it('asks for the stored rows once per batch, and for no others', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, accept, inherit } = createDeliveryBench(adapter, { batchSize: 5 });
    await delivery.connect();
    adapter.rows.set('k1', sampleRecord({ ...theirs, requestId: 'k1', revision: 0 }));
    accept('a');
    inherit({ requestId: 'k1', model: 'final' });
    inherit({ requestId: 'k2', model: 'final' });
    inherit({ requestId: 'k1', revision: 2, model: 'corrected' });
    accept('b');
    await clock.advance(0);
    expect(adapter.idsOf('listCalls')).toEqual([['k1', 'k2']]);
    expect(adapter.idsOf('saveBatch')).toEqual([['a', 'b', 'k1', 'k2']]);
    expect(adapter.rows.get('k1')).toMatchObject({ ...theirs, revision: 2, model: 'corrected' });
    expect(adapter.rows.get('k2')).toEqual(sampleRecord({ requestId: 'k2', model: 'final' }));
    expect(delivery.balance()).toMatchObject({ captured: 5, stored: 5 });
  });

  it('asks for all of them, however large the batch is', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, inherit } = createDeliveryBench(adapter, { batchSize: 300 });
    await delivery.connect();
    const ids = Array.from({ length: 300 }, (_, index) => `k${index}`);
    for (const requestId of ids) adapter.rows.set(requestId, sampleRecord({ ...theirs, requestId, revision: 0 }));
    for (const requestId of ids) inherit({ requestId });
    await clock.advance(0);
    expect([...adapter.rows.values()].filter(({ teamName }) => teamName === 'team')).toHaveLength(300);
  });

  it('is written with its own when the adapter cannot list calls', async () => {
    for (const adapter of [
      new ScriptedAdapter(),
      Object.assign(new ScriptedBatchAdapter(), { listCalls: undefined }),
      Object.assign(new ScriptedBatchAdapter(), {
        listCalls: () => Promise.reject(new UnsupportedOperationError('Own', 'listCalls')),
      }),
      Object.assign(new ScriptedBatchAdapter(), { listCalls: () => Promise.resolve('nothing') }),
      Object.assign(new ScriptedBatchAdapter(), { listCalls: () => [null, {}, { requestId: 'k' }] }),
    ]) {
      const { delivery, clock, inherit } = createDeliveryBench(adapter as DatabaseAdapter);
      await delivery.connect();
      inherit({ requestId: 'k' });
      await clock.advance(1000);
      expect(adapter.rows.get('k')).toEqual(sampleRecord({ requestId: 'k' }));
    }
  });

  it('waits while the stored rows cannot be read, and then is written as one and the same batch', async () => {
    const adapter = new ScriptedClassifyingAdapter();
    const { delivery, clock, inherit, eventTypes } = createDeliveryBench(adapter);
    await delivery.connect();
    adapter.rows.set('k', sampleRecord({ ...theirs, requestId: 'k', revision: 0 }));
    adapter.intercept = ({ name }) => (name === 'listCalls' ? rejecting(new Error('away')) : undefined);
    inherit({ requestId: 'k' });
    await clock.advance(30_000);
    expect(adapter.countOf('saveBatch')).toBe(0);
    expect(delivery.balance()).toMatchObject({ captured: 1, pending: 1 });
    adapter.intercept = ({ name }) => (name === 'saveBatch' ? rejecting(new Error('away')) : undefined);
    await clock.advance(30_000);
    const asked = adapter.countOf('listCalls');
    adapter.rows.clear();
    adapter.intercept = () => undefined;
    await clock.advance(30_000);
    expect(adapter.countOf('listCalls')).toBe(asked);
    expect(adapter.rows.get('k')).toMatchObject(theirs);
    expect(eventTypes()).toEqual(['database_unavailable warning', 'database_available info']);
  });

  it('inherits from what an earlier batch stored', async () => {
    const adapter = new ScriptedBatchAdapter();
    const { delivery, clock, inherit } = createDeliveryBench(adapter, { batchSize: 1 });
    await delivery.connect();
    delivery.accept(sampleRecord({ ...theirs, requestId: 'k', revision: 0 }));
    inherit({ requestId: 'k', model: 'final' });
    await clock.advance(0);
    expect(adapter.idsOf('saveBatch')).toEqual([['k'], ['k']]);
    expect(adapter.rows.get('k')).toMatchObject({ ...theirs, revision: 1, model: 'final' });
  });
});
