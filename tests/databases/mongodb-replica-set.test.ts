import { MongoClient } from 'mongodb';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { UnavailableError } from './database-server.ts';
import { startMongodbReplicaSet } from './mongodb-replica-set.ts';
import { processesOf } from './processes-of.ts';

// That there must be a mongod with CI=true is checked beside, in mongodb.test.ts.
const started = await startMongodbReplicaSet().catch((error: unknown) => {
  if (error instanceof UnavailableError) return error;
  throw error;
});

describe.skipIf(started instanceof UnavailableError)('mongodb-replica-set', () => {
  if (started instanceof UnavailableError) return;
  const { url, members, stop } = started;
  afterAll(stop);

  test('takes writes of a majority again after its primary was killed', async () => {
    const client = new MongoClient(url, { writeConcern: { w: 'majority' } });
    try {
      const numbers = client.db('test').collection<{ _id: number }>('numbers');
      await numbers.insertOne({ _id: 1 });
      const { primary } = await client.db('admin').command({ hello: 1 });
      const killed = members.find(({ port }) => primary === `127.0.0.1:${port}`);
      await killed?.kill();
      // The driver retries once by itself, but not if its monitor was faster to see the connection close.
      await vi.waitFor(() => numbers.replaceOne({ _id: 2 }, {}, { upsert: true }), { timeout: 30_000, interval: 100 });
      await killed?.restart();
      expect(await numbers.countDocuments()).toBe(2);
    } finally {
      await client.close();
    }
  });

  test('leaves no process when it is stopped', async () => {
    await stop();
    expect(members.flatMap(({ folder }) => processesOf(folder))).toEqual([]);
  });
});
