import { ClickHouseAdapter } from '@llm-tracker/adapter-clickhouse';
import { type StorageContext, storageCases } from '@llm-tracker/testing';
import { describe, test } from 'vitest';
import { server } from './clickhouse-url.ts';

describe.skipIf(server.skip)('ClickHouse', () => {
  const context: StorageContext = {
    createAdapter: (tableName) => new ClickHouseAdapter({ url: server.url, tableName }),
  };
  for (const { name, skipReason, run } of storageCases) {
    test.skipIf(skipReason(context) !== null)(name, () => run(context));
  }
});
