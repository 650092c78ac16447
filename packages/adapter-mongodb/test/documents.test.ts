import { MongoAdapter } from '@llm-tracker/adapter-mongodb';
import { describe, expect, test } from 'vitest';
import { standalone } from './mongo-urls.ts';
import { recordOf } from './record-of.ts';
import { useCollection } from './use-collection.ts';

const operators = [
  '$where',
  '$gt',
  '$expr',
  '$function',
  '$',
  '$$ROOT',
  '$model',
  '{"$gt":""}',
  '{"$ne":null}',
  'a.b',
  '.',
  '__proto__',
];

describe.skipIf(standalone.skip)('documents', () => {
  test('can be read without this library', async () => {
    const { adapter, raw } = await useCollection(standalone.url);
    const calls = adapter();
    await calls.connect();
    const details = { priceContext: { speed: 'fast' } };
    const record = recordOf('a', {
      tags: { 'plan.tier': 'pro' },
      costUsdExact: '0.000000000001',
      promptTokens: 10,
      details,
    });
    await calls.save(record);
    const stored = await raw.findOne();
    expect(stored).toMatchObject({
      _id: record.requestId,
      revision: 1,
      projectName: 'kit',
      timestamp: record.timestamp,
      promptTokens: 10,
      tags: [{ key: 'plan.tier', value: 'pro' }],
      details,
    });
    expect(String(stored?.['costUsd'])).toBe('1E-12');
    expect(Object.keys(stored ?? {})).not.toContain('userId');
  });

  test('keep operators and paths as plain text, in every field, tag and detail', async () => {
    const { adapter } = await useCollection(standalone.url);
    const calls = adapter();
    await calls.connect();
    const records = operators.map((text) =>
      recordOf(text, {
        projectName: text,
        model: text,
        userId: text,
        tags: text === '__proto__' ? {} : { [text]: text },
        details: {
          costReason: text,
          priceContext: { [text]: text, $ref: 'a', $id: 'b', _bsontype: 'ObjectId', '': '' },
        },
      }),
    );
    await calls.saveBatch(records);
    await calls.saveBatch(records.map((record) => ({ ...record, revision: 2 })));
    const stored = await calls.listCalls({ order: 'oldest' });
    const byId = (left: { requestId: string }, right: { requestId: string }): number =>
      left.requestId < right.requestId ? -1 : 1;
    expect(stored).toEqual(records.map((record) => ({ ...record, revision: 2 })).toSorted(byId));
  });

  test('are found by operators and paths as plain text, and by nothing else', async () => {
    const { adapter } = await useCollection(standalone.url);
    const calls = adapter();
    await calls.connect();
    await calls.save(recordOf('plain', { userId: 'user', tags: { feature: 'search' } }));
    for (const text of operators) {
      expect(await calls.listCalls({ userId: text })).toEqual([]);
      expect(await calls.listCalls({ tags: { [text]: text } })).toEqual([]);
      expect(await calls.listCalls({ tags: { feature: text } })).toEqual([]);
      expect((await calls.getBreakdown({ projectName: text }))[0]?.totals.totalRequests).toBe(0);
      expect((await calls.getBreakdown({ groupBy: [`tags.${text}`] }))[0]?.group).toEqual({ [`tags.${text}`]: null });
      await calls.save(recordOf(text, { userId: text, ...(text === '__proto__' ? {} : { tags: { [text]: text } }) }));
      expect(await calls.listCalls({ userId: text })).toHaveLength(1);
    }
    const noText = { $gt: '' } as unknown as string;
    await expect(calls.listCalls({ userId: noText })).rejects.toThrow('userId must be a string');
    await expect(calls.getBreakdown({ tags: { feature: noText } })).rejects.toThrow('must be a string');
  });

  test('are told apart by their bytes in a collection that ignores case', async () => {
    const { adapter, raw, client } = await useCollection(standalone.url);
    await client.db(raw.dbName).createCollection(raw.collectionName, { collation: { locale: 'en', strength: 1 } });
    const calls = adapter();
    await calls.connect();
    await calls.saveBatch([recordOf('a', { model: 'GPT' }), recordOf('b', { model: 'gpt' })]);
    expect(await calls.listCalls({ model: 'gpt' })).toHaveLength(1);
    expect(await calls.getBreakdown({ groupBy: ['model'] })).toHaveLength(2);
  });

  test('are written and read by the client of the app, whatever its options, and it stays open', async () => {
    const { adapter, raw, client } = await useCollection(standalone.url);
    const { MongoClient } = await import('mongodb');
    const options = { promoteValues: false, useBigInt64: false, promoteLongs: false, w: 0, ignoreUndefined: false };
    const own = await new MongoClient(standalone.url, options).connect();
    const calls = new MongoAdapter({ client: own, database: raw.dbName, collection: raw.collectionName });
    await calls.connect();
    await calls.save(recordOf('a'));
    expect(await calls.listCalls({})).toEqual([recordOf('a')]);
    await calls.disconnect();
    expect(await own.db('admin').command({ ping: 1 })).toBeTruthy();
    await own.close();
    expect(client).not.toBe(own);
    expect(await adapter().connect()).toBeUndefined();
  });

  test('that began before a day are deleted in steps, and no other', async () => {
    const { adapter, raw } = await useCollection(standalone.url);
    const calls = adapter();
    await calls.connect();
    const border = Date.parse('2026-03-01T00:00:00Z');
    const at = (index: number): Date => new Date(border + (index - 11_000) * 1000);
    await calls.saveBatch(Array.from({ length: 11_003 }, (_, index) => recordOf(`${index}`, { timestamp: at(index) })));
    expect(await calls.deleteBefore(new Date(border))).toBe(11_000);
    expect(await calls.deleteBefore(new Date(border))).toBe(0);
    expect(await raw.countDocuments()).toBe(3);
    await expect(calls.deleteBefore(new Date('?'))).rejects.toThrow('date must be a valid Date');
  });
});
