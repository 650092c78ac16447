import { describe, expect, test } from 'vitest';
import { server } from './clickhouse-url.ts';
import { recordOf } from './record-of.ts';
import { useTable } from './use-table.ts';

describe.skipIf(server.skip)('the table', () => {
  test('can be read without this library', async () => {
    const { adapter, rows, name } = useTable();
    const calls = adapter();
    await calls.connect();
    await calls.save(recordOf('a', { tags: { 'plan.tier': 'pro' }, costUsdExact: '0.000000000001' }));
    const columns = "request_id, model, timestamp, toString(cost_usd) AS cost, tags['plan.tier'] AS tier, success";
    expect(await rows(`SELECT ${columns} FROM ${name} FINAL`)).toEqual([
      {
        request_id: recordOf('a').requestId,
        model: 'gpt-4o',
        timestamp: '2026-03-01 12:00:00.000',
        cost: '0.000000000001',
        tier: 'pro',
        success: true,
      },
    ]);
    const [comment] = await rows(
      `SELECT comment FROM system.columns WHERE table = '${name}' AND name = 'provider_request_id'`,
    );
    expect(comment).toEqual({ comment: "The provider's id of the HTTP request." });
  });

  test('is created once by many adapters that start at once', async () => {
    const { adapter, rows, name } = useTable();
    await Promise.all(Array.from({ length: 50 }, () => adapter().connect()));
    const keys = 'engine, partition_key, sorting_key';
    expect(await rows(`SELECT ${keys} FROM system.tables WHERE name = '${name}'`)).toEqual([
      {
        engine: 'ReplacingMergeTree',
        partition_key: 'toYYYYMM(timestamp)',
        sorting_key: 'toDate(timestamp), request_id',
      },
    ]);
  });

  test.each([{ readOnly: true }, { migrations: 'check' }] as const)(
    'is as it was after connecting with %o',
    async (options) => {
      const { adapter, rows, name, client } = useTable();
      const calls = adapter({ retentionDays: 30 });
      await expect(calls.connect(options)).rejects.toMatchObject({ code: 'schema_missing' });
      expect(await rows(`EXISTS TABLE ${name}`)).toEqual([{ result: 0 }]);
      await adapter().connect();
      const shape = `SELECT create_table_query FROM system.tables WHERE name = '${name}'`;
      const created = await rows(shape);
      await calls.connect(options);
      expect(await rows(shape)).toEqual(created);
      await client.command({ query: `ALTER TABLE ${name} DROP COLUMN region` });
      await expect(calls.connect(options)).rejects.toThrow('ADD COLUMN IF NOT EXISTS `region`');
      expect(await rows(`SELECT name FROM system.columns WHERE table = '${name}' AND name = 'region'`)).toEqual([]);
    },
  );

  test('is created by the SQL that migrations: check shows', async () => {
    const { adapter, client } = useTable();
    const missing: unknown = await adapter({ migrations: 'check' })
      .connect()
      .catch((error: unknown) => error);
    expect(missing).toMatchObject({ code: 'schema_missing' });
    await client.command({
      query: String(missing)
        .replace(/^[^\n]*\n/, '')
        .replace(/;$/, ''),
    });
    const calls = adapter({ migrations: 'check' });
    await calls.connect();
    await calls.save(recordOf('a'));
    expect(await calls.listCalls({})).toEqual([recordOf('a')]);
  });

  test('of an earlier version gets the columns that it lacks and keeps its rows', async () => {
    const { adapter, client, name } = useTable();
    const calls = adapter();
    await calls.connect();
    await calls.save(recordOf('before', { region: 'eu' }));
    await client.command({ query: `ALTER TABLE ${name} DROP COLUMN region` });
    await client.command({ query: `ALTER TABLE ${name} ADD COLUMN of_the_app String` });
    await Promise.all([adapter().connect(), adapter().connect(), adapter().connect()]);
    await calls.save(recordOf('after', { region: 'us' }));
    expect((await calls.listCalls({})).map(({ region }) => region).sort()).toEqual([null, 'us'].sort());
  });

  test('that keeps no revisions is refused', async () => {
    const { adapter, client, name } = useTable();
    await client.command({ query: `CREATE TABLE ${name} (request_id String) ENGINE = MergeTree ORDER BY request_id` });
    await expect(adapter().connect()).rejects.toMatchObject({ code: 'schema_unsuitable' });
  });

  test('forgets old calls if it is told to', async () => {
    const { adapter, rows, name, client } = useTable();
    const calls = adapter({ retentionDays: 30 });
    await calls.connect();
    await calls.save(recordOf('old', { timestamp: new Date('2020-01-01') }));
    await calls.save(recordOf('new', { timestamp: new Date('2099-01-01') }));
    await client.command({ query: `OPTIMIZE TABLE ${name} FINAL` });
    expect(await calls.listCalls({})).toHaveLength(1);
    await adapter({ retentionDays: 60 }).connect();
    const [row] = await rows(`SELECT engine_full FROM system.tables WHERE name = '${name}'`);
    expect(JSON.stringify(row)).toContain('TTL toDateTime(timestamp) + toIntervalDay(60)');
  });

  test('loses what began before a day, month by month, and nothing else', async () => {
    const { adapter } = useTable();
    const calls = adapter();
    await calls.connect();
    const at = (index: number): Date => new Date(Date.UTC(2026, 0, 1) + index * 86_400_000);
    await calls.saveBatch(Array.from({ length: 100 }, (_, index) => recordOf(`${index}`, { timestamp: at(index) })));
    await calls.save(recordOf('0', { timestamp: at(0), revision: 2 }));
    expect(await calls.deleteBefore(at(70))).toBe(70);
    expect(await calls.deleteBefore(at(70))).toBe(0);
    expect((await calls.listCalls({ order: 'oldest' })).map(({ timestamp }) => timestamp)).toEqual(
      Array.from({ length: 30 }, (_, index) => at(70 + index)),
    );
    await expect(calls.deleteBefore(new Date('?'))).rejects.toThrow('date must be a valid Date');
  });
});
