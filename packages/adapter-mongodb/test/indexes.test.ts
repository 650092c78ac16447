import { describe, expect, test } from 'vitest';
import { standalone } from './mongo-urls.ts';
import { recordOf } from './record-of.ts';
import { useCollection } from './use-collection.ts';

const ours = ['_id_', 'llm_tracker_project_time', 'llm_tracker_time'];

describe.skipIf(standalone.skip)('indexes', () => {
  test('are created once by many adapters that start at once', async () => {
    const { adapter, raw } = await useCollection(standalone.url);
    await Promise.all(Array.from({ length: 50 }, () => adapter().connect()));
    expect((await raw.indexes()).map(({ name }) => name).sort()).toEqual(ours);
  });

  test.each<[migrations: 'check' | undefined, options: { readOnly?: true; migrations?: 'check' }]>([
    [undefined, { readOnly: true }],
    [undefined, { migrations: 'check' }],
    ['check', {}],
  ])('are not created where migrations are %s and the connection is %o', async (migrations, options) => {
    const { adapter, raw, client } = await useCollection(standalone.url);
    const calls = adapter({ migrations });
    const absent = await calls.connect(options).catch((error: unknown) => error);
    expect(absent).toMatchObject({ code: 'schema_missing' });
    expect(String(absent)).toContain(`no collection ${raw.dbName}.${raw.collectionName}`);
    expect(calls.classifyError(absent)).toBe('park');
    expect(await client.db(raw.dbName).listCollections({ name: raw.collectionName }).toArray()).toEqual([]);
    await client.db(raw.dbName).createCollection(raw.collectionName);
    await calls.connect(options);
    expect(await calls.listCalls({})).toEqual([]);
    await calls.save(recordOf('a'));
    expect((await raw.indexes()).map(({ name }) => name)).toEqual(['_id_']);
  });

  test('are created by the commands that are shown where there is no collection', async () => {
    const { adapter, raw, client } = await useCollection(standalone.url);
    const calls = adapter({ migrations: 'check' });
    const absent = await calls.connect().catch((error: unknown) => error);
    for (const command of String(absent).split('\n').slice(1)) {
      const [, key = '', options = ''] = /\.createIndex\((\{.*?\}), (\{.*\})\);$/.exec(command) ?? [];
      await client.db(raw.dbName).collection(raw.collectionName).createIndex(JSON.parse(key), JSON.parse(options));
    }
    await calls.connect();
    const checked = await raw.indexes();
    await adapter().connect();
    expect(await raw.indexes()).toEqual(checked);
    expect(checked.map(({ name }) => name).sort()).toEqual(ours);
  });

  test('that somebody made in another way are left as they are', async () => {
    const { adapter, raw } = await useCollection(standalone.url);
    await raw.createIndex({ timestamp: 1, _id: 1 }, { name: 'theirs' });
    await raw.createIndex({ model: 1 }, { name: 'llm_tracker_project_time' });
    const calls = adapter();
    await calls.connect();
    await calls.save(recordOf('a'));
    expect((await raw.indexes()).map(({ name }) => name).sort()).toEqual([
      '_id_',
      'llm_tracker_project_time',
      'theirs',
    ]);
  });

  test('are searched by the shipped queries', async () => {
    const { adapter, raw, client } = await useCollection(standalone.url);
    const calls = adapter();
    await calls.connect();
    const timestamp = (index: number): Date => new Date(Date.UTC(2026, 2, 1) + index * 60_000);
    const records = Array.from({ length: 2000 }, (_, index) => recordOf(`${index}`, { timestamp: timestamp(index) }));
    await calls.saveBatch(records);
    const database = client.db(raw.dbName);
    await database.command({ profile: 2 });
    const range = { startDate: timestamp(100), endDate: timestamp(200) };
    await calls.getBreakdown({ ...range, projectName: 'kit', groupBy: ['model'], interval: 'day' });
    await calls.getBreakdown({ ...range, groupBy: ['model'], percentiles: true });
    await calls.listCalls({ limit: 10 });
    await calls.listCalls({ after: recordOf('9', { timestamp: timestamp(900) }), limit: 10 });
    await calls.listCalls({ projectName: 'kit', limit: 10, order: 'oldest' });
    await calls.listCalls({ requestIds: [recordOf('5').requestId] });
    await calls.getBreakdown({ interval: 'day', timeZone: 'Europe/Berlin', startDate: timestamp(1990) });
    await database.command({ profile: 0 });
    const profile = { ns: raw.namespace, 'command.aggregate': raw.collectionName };
    const seen = await database.collection('system.profile').find(profile).sort({ ts: 1 }).toArray();
    expect(seen.map(({ planSummary, docsExamined }) => [planSummary.split(' ')[0], docsExamined])).toEqual([
      ['IXSCAN', 100],
      ['IXSCAN', 100],
      ['IXSCAN', 10],
      // And the last one of the page before.
      ['IXSCAN', 11],
      ['IXSCAN', 10],
      ['IXSCAN', 1],
      // The last instant that is stored, and then the calls up to it.
      ['IXSCAN', 0],
      ['IXSCAN', 10],
    ]);
    // Pages come in the order of the index.
    expect(seen.slice(2, 5).map(({ hasSortStage }) => hasSortStage)).toEqual([undefined, undefined, undefined]);
  });
});
