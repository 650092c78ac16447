import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { startClickhouse } from './clickhouse.ts';
import { describeServer } from './describe-server.ts';

await describeServer('clickhouse', startClickhouse, async (url) => {
  const client = createClient({ url, log: { level: ClickHouseLogLevel.OFF } });
  await client.command({ query: 'CREATE TABLE IF NOT EXISTS numbers (value Int32) ENGINE = MergeTree ORDER BY value' });
  return {
    write: (value) => client.insert({ table: 'numbers', values: [{ value }], format: 'JSONEachRow' }),
    read: async () => {
      const result = await client.query({ query: 'SELECT value FROM numbers', format: 'JSONEachRow' });
      return (await result.json<{ value: number }>()).map((row) => row.value);
    },
    close: () => client.close(),
  };
});
