import assert from 'node:assert/strict';
import { kitId, kitRecord } from './kit-record.ts';
import { type StorageCase, saveAll, storageCase } from './storage-case.ts';

const startMs = Date.parse('2026-03-01T00:00:00.000Z');
const hourMs = 3_600_000;

/** What is too old goes, and nothing else. */
export const retentionCases: readonly StorageCase[] = [
  storageCase({
    name: 'deletes every call that began before an instant, of whatever project, and says how many',
    needs: ['deleteBefore', 'listCalls', 'getBreakdown'],
    async act(adapter) {
      // More than any adapter deletes in one step.
      const records = Array.from({ length: 5000 }, (_, index) =>
        kitRecord({
          requestId: kitId(index),
          projectName: index % 2 === 0 ? 'kit' : 'other',
          timestamp: new Date(startMs + Math.floor(index / 2) * hourMs),
          recordedAt: new Date(startMs),
        }),
      );
      await saveAll(adapter, records, 5000);
      assert.equal(await adapter.deleteBefore(new Date(startMs + 2000 * hourMs)), 4000);
      const left = await adapter.listCalls({ order: 'oldest', limit: 2000 });
      assert.deepEqual(
        left.map((record) => record.requestId),
        records.slice(4000).map((record) => record.requestId),
      );
      assert.equal((await adapter.getBreakdown({}))[0]?.totals.totalRequests, 1000);
    },
  }),
  storageCase({
    name: 'keeps the call that began at the instant, and deletes nothing when nothing is older',
    needs: ['deleteBefore', 'listCalls'],
    async act(adapter) {
      const [before, at] = [-1, 0].map((offsetMs, index) =>
        kitRecord({ requestId: kitId(index), timestamp: new Date(startMs + offsetMs) }),
      );
      assert.equal(await adapter.deleteBefore(new Date(startMs)), 0);
      await saveAll(
        adapter,
        [before, at].filter((record) => record !== undefined),
      );
      assert.equal(await adapter.deleteBefore(new Date(startMs)), 1);
      assert.equal(await adapter.deleteBefore(new Date(startMs)), 0);
      assert.deepEqual(
        (await adapter.listCalls({})).map((record) => record.requestId),
        [kitId(1)],
      );
    },
  }),
];
