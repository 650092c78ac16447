import { MongoAdapter } from '@llm-tracker/adapter-mongodb';
import type { TrackingData } from '@llm-tracker/core';
import { describe, expect, test } from 'vitest';
import { replicaSet, standalone } from './mongo-urls.ts';
import { recordOf } from './record-of.ts';
import { useCollection } from './use-collection.ts';

async function reactionTo(adapter: MongoAdapter, operation: Promise<unknown>): Promise<string> {
  const error: unknown = await operation.then(
    () => expect.unreachable('nothing failed'),
    (thrown: unknown) => thrown,
  );
  return adapter.classifyError(error);
}

test('a server that is away is a matter of time', async () => {
  const adapter = new MongoAdapter({ uri: 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=50' });
  expect(await reactionTo(adapter, adapter.connect())).toBe('retry');
  expect(await reactionTo(adapter, adapter.save(recordOf('a')))).toBe('retry');
  await adapter.disconnect();
});

test('using it before connect() says so', async () => {
  const adapter = new MongoAdapter({ uri: 'mongodb://127.0.0.1:1' });
  await expect(adapter.save(recordOf('a'))).rejects.toThrow('Call connect() first.');
});

test('a connection string that the driver cannot read waits for somebody, and shows no password', async () => {
  const adapter = new MongoAdapter({ uri: 'mongodb://me:hunter2@localhost/?noSuchOption=1' });
  const error: unknown = await adapter.connect().catch((thrown: unknown) => thrown);
  expect(adapter.classifyError(error)).toBe('park');
  expect(String(error)).not.toContain('hunter2');
  expect(adapter.target).not.toContain('hunter2');
});

describe.skipIf(standalone.skip)('on a single server', () => {
  test('wrong credentials wait for somebody', async () => {
    const { adapter } = await useCollection(standalone.url);
    const wrong = adapter({ uri: standalone.url.replace('mongodb://', 'mongodb://nobody:hunter2@') });
    expect(await reactionTo(wrong, wrong.connect())).toBe('park');
  });

  test('a document that the database refuses is a fault of its batch; the others are stored', async () => {
    const { adapter, raw, client } = await useCollection(standalone.url);
    const calls = adapter();
    await calls.connect();
    const validator = { model: { $ne: 'bad' } };
    await client.db(raw.dbName).command({ collMod: raw.collectionName, validator });
    const batch = [recordOf('a'), recordOf('b', { model: 'bad' }), recordOf('c')];
    expect(await reactionTo(calls, calls.saveBatch(batch))).toBe('split');
    expect(await calls.listCalls({})).toHaveLength(2);
    // The same when documents fail beside it that are stored already.
    expect(await reactionTo(calls, calls.saveBatch(batch))).toBe('split');
  });

  test('a unique index of somebody else that refuses a call is a fault of its batch, and never counts as stored', async () => {
    const { adapter, raw } = await useCollection(standalone.url);
    const calls = adapter();
    await calls.connect();
    await raw.createIndex({ model: 1 }, { unique: true });
    await calls.save(recordOf('a'));
    expect(await reactionTo(calls, calls.saveBatch([recordOf('b')]))).toBe('split');
    expect(await calls.listCalls({})).toHaveLength(1);
  });

  test('a call that is too large for a document is a fault of its batch', async () => {
    const { adapter } = await useCollection(standalone.url);
    const calls = adapter();
    await calls.connect();
    const large = recordOf('a', { details: { costReason: 'x'.repeat(17 * 2 ** 20) } });
    expect(await reactionTo(calls, calls.saveBatch([large]))).toBe('split');
  });

  test('a value that its field cannot have is a fault of its batch, of which nothing is sent', async () => {
    const { adapter } = await useCollection(standalone.url);
    const calls = adapter();
    await calls.connect();
    const wrong: Record<string, unknown>[] = [
      { model: { $gt: '' } },
      { model: null },
      { model: undefined },
      { teamName: undefined },
      { projectName: ['a'] },
      { latencyMs: 1.5 },
      { promptTokens: '7' },
      { costUsdExact: 'NaN' },
      { costUsdExact: 1 },
      { timestamp: new Date(Number.NaN) },
      { timestamp: '2026-03-01' },
      { success: 1 },
      { tags: null },
      { tags: { key: { $gt: '' } } },
    ];
    for (const changes of wrong) {
      const record = { ...recordOf('a'), ...changes } as TrackingData;
      expect(await reactionTo(calls, calls.saveBatch([recordOf('b'), record]))).toBe('split');
    }
    expect(await calls.listCalls({})).toEqual([]);
  });

  test('a view where the collection should be waits for somebody', async () => {
    const { adapter, raw, client } = await useCollection(standalone.url);
    await client.db(raw.dbName).createCollection(raw.collectionName, { viewOn: 'other', pipeline: [] });
    const calls = adapter({ migrations: 'check' });
    await calls.connect();
    expect(await reactionTo(calls, calls.save(recordOf('a')))).toBe('park');
  });
});

test.skipIf(replicaSet.skip)('a server that is not the primary is a matter of time', async () => {
  const { adapter, client } = await useCollection(replicaSet.url);
  const { hosts, primary } = await client.db('admin').command({ hello: 1 });
  const secondary = hosts.find((host: string) => host !== primary);
  const calls = adapter({ uri: `mongodb://${secondary}/?directConnection=true` });
  expect(await reactionTo(calls, calls.connect())).toBe('retry');
});
