import { ClickHouseAdapter } from '@llm-tracker/adapter-clickhouse';
import type { TrackingData } from '@llm-tracker/core';
import { describe, expect, test } from 'vitest';
import { server } from './clickhouse-url.ts';
import { recordOf } from './record-of.ts';
import { useTable } from './use-table.ts';

async function reactionTo(adapter: ClickHouseAdapter, operation: Promise<unknown>): Promise<string> {
  const error: unknown = await operation.then(
    () => expect.unreachable('nothing failed'),
    (thrown: unknown) => thrown,
  );
  return adapter.classifyError(error);
}

test('a server that is away is a matter of time', async () => {
  const adapter = new ClickHouseAdapter({ url: 'http://127.0.0.1:1' });
  expect(await reactionTo(adapter, adapter.connect())).toBe('retry');
  expect(await reactionTo(adapter, adapter.save(recordOf('a')))).toBe('retry');
  await adapter.disconnect();
});

test('using it before connect() says so', async () => {
  const adapter = new ClickHouseAdapter({ url: 'http://127.0.0.1:1' });
  await expect(adapter.save(recordOf('a'))).rejects.toThrow('Call connect() first.');
});

describe.skipIf(server.skip)('on a server', () => {
  test('wrong credentials and an unknown database wait for somebody', async () => {
    const { adapter } = useTable();
    for (const options of [{ username: 'nobody', password: 'hunter2' }, { database: 'no_such_database' }]) {
      const wrong = adapter(options);
      expect(await reactionTo(wrong, wrong.connect())).toBe('park');
    }
  });

  test('a value that its column cannot hold is a fault of its batch, of which nothing is stored', async () => {
    const { adapter } = useTable();
    const calls = adapter();
    await calls.connect();
    const wrong: Record<string, unknown>[] = [
      { model: null },
      { model: undefined },
      { model: Symbol('model') },
      { model: { $gt: '' } },
      { model: 7 },
      { teamName: undefined },
      { revision: null },
      { latencyMs: 1.5 },
      { latencyMs: 2 ** 70 },
      { promptTokens: '7' },
      { costUsdExact: 'NaN' },
      { costUsdExact: '1e30' },
      { costUsdExact: 1 },
      { timestamp: new Date(Number.NaN) },
      { timestamp: '2026-03-01' },
      { success: 1 },
      { tags: null },
      { tags: { key: { $gt: '' } } },
      { details: null },
    ];
    for (const changes of wrong) {
      const record = { ...recordOf('b'), ...changes } as TrackingData;
      expect([changes, await reactionTo(calls, calls.saveBatch([recordOf('a'), record]))]).toEqual([changes, 'split']);
    }
    expect(await calls.listCalls({})).toEqual([]);
  });

  test('a row that a constraint refuses is a fault of its batch', async () => {
    const { adapter, client, name } = useTable();
    const calls = adapter();
    await calls.connect();
    await client.command({ query: `ALTER TABLE ${name} ADD CONSTRAINT no_bad CHECK model != 'bad'` });
    expect(await reactionTo(calls, calls.saveBatch([recordOf('a'), recordOf('b', { model: 'bad' })]))).toBe('split');
    await calls.saveBatch([recordOf('a')]);
    expect(await calls.listCalls({})).toHaveLength(1);
  });

  test('a table or column that is gone waits for somebody', async () => {
    const { adapter, client, name } = useTable();
    const calls = adapter();
    await calls.connect();
    await client.command({ query: `ALTER TABLE ${name} DROP COLUMN region` });
    expect(await reactionTo(calls, calls.save(recordOf('a')))).toBe('park');
    expect(await reactionTo(calls, calls.listCalls({}))).toBe('park');
    await client.command({ query: `DROP TABLE ${name}` });
    expect(await reactionTo(calls, calls.save(recordOf('a')))).toBe('park');
    expect(await reactionTo(calls, calls.listCalls({}))).toBe('park');
  });

  test('a user who may not write waits for somebody', async () => {
    const { adapter, name, client } = useTable();
    await adapter().connect();
    const { ClickHouseLogLevel, createClient } = await import('@clickhouse/client');
    const log = { level: ClickHouseLogLevel.OFF };
    const reading = createClient({ url: server.url, log, clickhouse_settings: { readonly: '2' } });
    const calls = new ClickHouseAdapter({ client: reading, tableName: name });
    // Nothing is missing, so nothing has to be changed.
    await calls.connect();
    expect(await calls.listCalls({})).toEqual([]);
    expect(await calls.getBreakdown({ groupBy: ['model'], percentiles: true })).toEqual([]);
    expect(await reactionTo(calls, calls.save(recordOf('a')))).toBe('park');
    await client.command({ query: `ALTER TABLE ${name} DROP COLUMN region` });
    const refused = await calls.connect().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'schema_missing' });
    expect(String(refused)).toContain(`which this user may not do. Run this SQL`);
    expect(String(refused)).toContain('ADD COLUMN IF NOT EXISTS `region`');
    await reading.close();
    expect(await client.ping()).toMatchObject({ success: true });
  });

  test('a server without memory is a matter of time', async () => {
    const { adapter, name } = useTable();
    await adapter().connect();
    const { ClickHouseLogLevel, createClient } = await import('@clickhouse/client');
    const starved = createClient({
      url: server.url,
      log: { level: ClickHouseLogLevel.OFF },
      clickhouse_settings: { max_memory_usage: '1', max_untracked_memory: '0' },
    });
    const calls = new ClickHouseAdapter({ client: starved, tableName: name, migrations: 'check' });
    await calls.connect().catch(() => undefined);
    expect(await reactionTo(calls, calls.saveBatch([recordOf('a')]))).toBe('retry');
    await starved.close();
  });
});
