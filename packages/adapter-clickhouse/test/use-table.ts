import { randomUUID } from 'node:crypto';
import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { ClickHouseAdapter, type ClickHouseAdapterOptions } from '@llm-tracker/adapter-clickhouse';
import { onTestFinished } from 'vitest';
import { server } from './clickhouse-url.ts';

/** A table of one test, looked at through a client of the test's own. */
export interface TestTable {
  readonly name: string;
  readonly client: ClickHouseClient;
  adapter(options?: Partial<ClickHouseAdapterOptions>): ClickHouseAdapter;
  rows(query: string): Promise<unknown[]>;
}

/** A name that no table has; the table is dropped after the test. */
export function useTable(): TestTable {
  const client = createClient({ url: server.url });
  const name = `calls_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  onTestFinished(async () => {
    await client.command({ query: `DROP TABLE IF EXISTS ${name}` });
    await client.close();
  });
  return {
    name,
    client,
    adapter(options = {}) {
      const adapter = new ClickHouseAdapter({ url: server.url, tableName: name, ...options });
      onTestFinished(() => adapter.disconnect());
      return adapter;
    },
    rows: async (query) => (await client.query({ query, format: 'JSONEachRow' })).json(),
  };
}
