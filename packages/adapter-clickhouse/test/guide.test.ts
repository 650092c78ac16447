import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { server } from './clickhouse-url.ts';
import { recordOf } from './record-of.ts';
import { useTable } from './use-table.ts';

const guide = readFileSync(join(import.meta.dirname, '../../../docs/guides/clickhouse.md'), 'utf8');

test.skipIf(server.skip)(
  'a table that was created as the guide says, but on one server, is accepted as it is',
  async () => {
    const { adapter, client, name } = useTable();
    const [ddl = ''] = /CREATE TABLE usage\.llm_tracking_local .*?;/s.exec(guide) ?? [];
    const onOneServer = ddl
      .replace('usage.llm_tracking_local ON CLUSTER main', name)
      .replace(
        "ReplicatedReplacingMergeTree('/clickhouse/tables/{uuid}/{shard}', '{replica}', revision)",
        'ReplacingMergeTree(revision)',
      )
      .replace(/;$/, '');
    await client.command({ query: onOneServer });
    const calls = adapter({ migrations: 'check' });
    await calls.connect();
    const record = recordOf('a', { timestamp: new Date('2099-01-01T00:00:00.123Z') });
    await calls.save(record);
    expect(await calls.listCalls({})).toEqual([record]);
  },
);
