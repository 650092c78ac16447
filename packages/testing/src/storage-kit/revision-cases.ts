import assert from 'node:assert/strict';
import type { TrackingData } from '@llm-tracker/core';
import { comparable, kitId, kitRecord } from './kit-record.ts';
import { type AdapterWith, repeatedly, type StorageCase, saveAll, storageCase } from './storage-case.ts';

const orders: readonly (readonly number[])[] = permutations([0, 1, 2, 3]);

/** Of two rows with one id the higher revision stays; of equal ones the stored one. */
export const revisionCases: readonly StorageCase[] = [
  storageCase({
    name: 'stores a record once, however often it is saved',
    needs: ['listCalls', 'getBreakdown'],
    async act(adapter) {
      for (let round = 0; round < 3; round += 1) await adapter.save(kitRecord());
      for (let round = 0; round < 3; round += 1)
        await saveAll(adapter, [kitRecord(), kitRecord({ requestId: kitId(2) })]);
      assert.deepEqual(await idsOf(adapter), [kitId(2), kitId(1)]);
      assert.equal((await adapter.getBreakdown({}))[0]?.totals.totalRequests, 2);
      assert.equal((await adapter.getBreakdown({}))[0]?.totals.totalCostUsdExact, '0.00323');
    },
  }),
  storageCase({
    name: 'keeps the row with the higher revision, in whatever order they are saved singly',
    needs: ['listCalls'],
    async act(adapter) {
      for (const [index, order] of orders.entries()) {
        for (const revision of order) await adapter.save(revised(index, revision));
      }
      await assertHighest(adapter);
    },
  }),
  storageCase({
    name: 'keeps the row with the higher revision, in whatever order they are saved in batches',
    needs: ['listCalls'],
    async act(adapter) {
      for (let round = 0; round < 4; round += 1) {
        await saveAll(
          adapter,
          orders.map((order, index) => revised(index, order[round] ?? 0)),
        );
      }
      await assertHighest(adapter);
    },
  }),
  storageCase({
    name: 'keeps the stored row when an equal revision comes later',
    needs: ['listCalls'],
    async act(adapter) {
      await adapter.save(kitRecord({ revision: 2, model: 'first' }));
      await adapter.save(kitRecord({ revision: 2, model: 'second' }));
      await saveAll(adapter, [kitRecord({ revision: 2, model: 'third' })]);
      assert.deepEqual(await modelsOf(adapter), ['first']);
    },
  }),
  storageCase({
    name: 'has one row when the final record of a call comes before its pending one',
    needs: ['listCalls'],
    async act(adapter) {
      const final = kitRecord({ revision: 1, usageSource: 'reported', promptTokens: 7 });
      const pending = { revision: 0, usageSource: 'pending', costStatus: 'unmeasured', costUsdExact: null } as const;
      await adapter.save(final);
      await adapter.save(kitRecord(pending));
      assert.deepEqual((await adapter.listCalls({})).map(comparable), [comparable(final)]);
    },
  }),
  storageCase({
    name: 'replaces a whole row: values that became null are null',
    needs: ['listCalls'],
    async act(adapter) {
      const before = { teamName: 'team', tags: { a: '1' }, promptTokens: 5, details: { costReason: 'x' }, error: 'x' };
      const after = kitRecord({ revision: 2, success: false, costStatus: 'unpriced', costUsdExact: null });
      await adapter.save(kitRecord({ revision: 1, ...before }));
      await adapter.save(after);
      assert.deepEqual((await adapter.listCalls({})).map(comparable), [comparable(after)]);
    },
  }),
  storageCase({
    name: 'knows a row by its id alone, also when two projects saved it',
    needs: ['listCalls'],
    async act(adapter) {
      await adapter.save(kitRecord({ projectName: 'one', revision: 1 }));
      await adapter.save(kitRecord({ projectName: 'two', revision: 2 }));
      await adapter.save(kitRecord({ projectName: 'three', revision: 1 }));
      assert.deepEqual(
        (await adapter.listCalls({})).map((record) => record.projectName),
        ['two'],
      );
    },
  }),
  storageCase({
    name: 'a batch may be new rows, known rows and higher revisions at once',
    needs: ['listCalls'],
    async act(adapter) {
      await saveAll(
        adapter,
        [0, 1, 2].map((index) => revised(index, 1)),
      );
      await saveAll(adapter, [revised(0, 0), revised(1, 1), revised(2, 2), revised(3, 0)]);
      assert.deepEqual(await modelsOf(adapter), ['revision 0', 'revision 2', 'revision 1', 'revision 1']);
    },
  }),
  storageCase({
    name: 'stores a batch of one and a batch of 5000',
    needs: ['listCalls', 'getBreakdown'],
    async act(adapter) {
      await saveAll(adapter, [kitRecord({ requestId: kitId(0) })]);
      const records = Array.from({ length: 5000 }, (_, index) =>
        kitRecord({ requestId: kitId(index), totalTokens: index }),
      );
      await saveAll(adapter, records, 5000);
      assert.equal((await adapter.listCalls({ limit: 6000 })).length, 5000);
      assert.equal((await adapter.getBreakdown({}))[0]?.totals.totalCostUsdExact, '8.075');
    },
  }),
  storageCase({
    name: 'an empty batch changes nothing',
    needs: ['listCalls'],
    async act(adapter) {
      await adapter.saveBatch?.([]);
      assert.deepEqual(await adapter.listCalls({}), []);
    },
  }),
  storageCase({
    name: 'several writers of the same ids agree on the highest revisions',
    needs: ['listCalls'],
    async act(adapter, another) {
      const writers = [adapter, another(), another(), another()];
      await Promise.all(writers.slice(1).map((writer) => repeatedly(writer, () => writer.connect())));
      await Promise.all(
        writers.map(async (writer, place) => {
          for (let round = 0; round < 4; round += 1) {
            await saveAll(
              writer,
              orders.map((_, index) => revised(index, (place + round) % 4)),
            );
          }
        }),
      );
      await assertHighest(adapter);
    },
  }),
  storageCase({
    name: 'several adapters may start at once on an empty database',
    needs: ['listCalls'],
    async act(_adapter, another) {
      const adapters = Array.from({ length: 8 }, () => another());
      await Promise.all(
        adapters.map(async (adapter, index) => {
          await repeatedly(adapter, () => adapter.connect());
          await saveAll(adapter, [kitRecord({ requestId: kitId(index) })]);
        }),
      );
      const [first] = adapters;
      assert.equal((await first?.listCalls({}))?.length, adapters.length);
    },
  }),
  storageCase({
    name: 'says of any error whether to try again, to split the batch or to wait for somebody',
    needs: ['classifyError'],
    async act(adapter) {
      for (const error of [
        new Error('x'),
        new TypeError('x'),
        null,
        undefined,
        'text',
        7,
        {},
        { code: {} },
        { code: 5 },
      ]) {
        assert.ok(['retry', 'split', 'park'].includes(adapter.classifyError(error)));
      }
    },
  }),
];

function revised(index: number, revision: number): TrackingData {
  return kitRecord({ requestId: kitId(index), revision, model: `revision ${revision}` });
}

async function assertHighest(adapter: AdapterWith<'listCalls'>): Promise<void> {
  assert.deepEqual(
    await modelsOf(adapter),
    orders.map(() => 'revision 3'),
  );
}

async function idsOf(adapter: AdapterWith<'listCalls'>): Promise<string[]> {
  return (await adapter.listCalls({})).map((record) => record.requestId);
}

async function modelsOf(adapter: AdapterWith<'listCalls'>): Promise<string[]> {
  return (await adapter.listCalls({})).map((record) => record.model);
}

function permutations(values: readonly number[]): number[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((value) =>
    permutations(values.filter((other) => other !== value)).map((rest) => [value, ...rest]),
  );
}
