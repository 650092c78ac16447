import { createTracker, type Tracker, UnsupportedOperationError } from '@llm-tracker/core';
import { expect, test } from 'vitest';
import { OwnAdapter, OwnBatchAdapter } from './own-adapter.ts';

// No price is known for these models, and that is no matter here.
const onEvent = (): void => {};

function recordThree(tracker: Tracker): string[] {
  return ['a', 'b', 'c'].map((model) =>
    tracker.record({ provider: 'acme', operation: 'chat', model, items: [{ unit: 'input', quantity: 10 }] }),
  );
}

test('three methods are an adapter: every record arrives once', async () => {
  const database = new OwnAdapter();
  await using tracker = createTracker({ projectName: 'shop', database, onEvent });
  await tracker.connect();
  const ids = recordThree(tracker);
  expect(await tracker.flush()).toMatchObject({ captured: 3, stored: 3, pending: 0, deadLettered: 0 });
  expect(database.rows.map((row) => row.requestId).sort()).toEqual([...ids].sort());
});

test('what an adapter does not have says so when it is asked for', async () => {
  await using tracker = createTracker({ projectName: 'shop', database: new OwnAdapter(), onEvent });
  await tracker.connect();
  await expect(tracker.getStats()).rejects.toThrow(UnsupportedOperationError);
  await expect(tracker.getBreakdown({ groupBy: ['model'] })).rejects.toThrow(
    /OwnAdapter does not support getBreakdown/,
  );
  await expect(tracker.listCalls()).rejects.toMatchObject({ adapter: 'OwnAdapter', operation: 'listCalls' });
});

test('saveBatch gets whole batches and getStats the filter', async () => {
  const database = new OwnBatchAdapter();
  await using tracker = createTracker({ projectName: 'shop', database, batchSize: 2, onEvent });
  await tracker.connect();
  recordThree(tracker);
  const stats = await tracker.getStats({ projectName: 'shop', provider: 'acme' });
  expect(stats.totalRequests).toBe(3);
  expect(database.batches).toEqual([2, 1]);
  expect(database.filters).toEqual([{ projectName: 'shop', provider: 'acme' }]);
});
