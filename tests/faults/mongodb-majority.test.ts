import { MongoAdapter } from '@llm-tracker/adapter-mongodb';
import { kitId, kitRecord } from '@llm-tracker/testing';
import { MongoClient } from 'mongodb';
import { expect, onTestFinished, test } from 'vitest';
import { UnavailableError } from '../databases/database-server.ts';
import { startMongodbReplicaSet } from '../databases/mongodb-replica-set.ts';

test('writes that no majority confirms fail for now, and leave no connection of the app waiting', async ({ skip }) => {
  const set = await startMongodbReplicaSet().catch((error: unknown) => {
    if (error instanceof UnavailableError && process.env['CI'] !== 'true') return skip(error.message);
    throw error;
  });
  onTestFinished(() => set.stop());
  const client = await new MongoClient(set.url).connect();
  onTestFinished(() => client.close());
  const admin = client.db('admin');
  const { primary } = await admin.command({ hello: 1 });
  const delaySecondaries = async (seconds: number): Promise<void> => {
    const { config } = await admin.command({ replSetGetConfig: 1 });
    for (const member of config.members) {
      if (member.host !== primary) Object.assign(member, { priority: 0, secondaryDelaySecs: seconds });
    }
    await admin.command({ replSetReconfig: { ...config, version: config.version + 1 } });
  };

  const calls = new MongoAdapter({ client, database: 'faults', collection: 'calls' });
  await calls.connect();
  await calls.save(kitRecord({ requestId: kitId(1) }));
  await delaySecondaries(3600);
  const batches = [
    [kitRecord({ requestId: kitId(2) }), kitRecord({ requestId: kitId(3) })],
    [kitRecord({ requestId: kitId(1), revision: 2 })],
  ];
  const saved = batches.map((batch) => calls.saveBatch(batch).catch((error: unknown) => error));
  for (const error of await Promise.all(saved)) {
    expect(error).toBeInstanceOf(Error);
    expect(calls.classifyError(error)).toBe('retry');
  }
  const waiting = admin.aggregate([{ $currentOp: {} }, { $match: { ns: 'faults.calls' } }]);
  expect(await waiting.toArray()).toEqual([]);

  await delaySecondaries(0);
  for (const batch of batches) {
    const saveAgain = (): Promise<string> => calls.saveBatch(batch).then(() => 'stored', String);
    await expect.poll(saveAgain, { timeout: 30_000 }).toBe('stored');
  }
  const stored = await calls.listCalls({ order: 'oldest' });
  expect(stored.map(({ revision }) => revision)).toEqual([2, 1, 1]);
});
