import { expect, test } from 'vitest';
import { readClickhouseOptions } from './clickhouse-options.ts';
import { columns } from './column.ts';
import { ensureSchema } from './schema.ts';
import type { Statement } from './statement.ts';

const place = readClickhouseOptions({ url: 'http://localhost:8123', tableName: 'usage.calls', retentionDays: 90 });
const keys = 'toDate(timestamp), request_id, toYYYYMM(timestamp)';

/** A server that has one table, and remembers what it was told to do. */
function serverWith(engineFull: string, itsKeys: string): Parameters<typeof ensureSchema>[1] & { commands: string[] } {
  const commands: string[] = [];
  const engine = /^\w+/.exec(engineFull)?.[0];
  return {
    commands,
    async query({ text }: Statement) {
      return text.includes('system.tables')
        ? [[engine, engineFull, itsKeys]]
        : columns.map((field) => [field.storedName]);
    },
    async command({ text }: Statement) {
      commands.push(text);
    },
  };
}

test.each([
  ['ReplacingMergeTree(revision) PARTITION BY toYYYYMM(timestamp) ORDER BY (toDate(timestamp), request_id)', keys],
  ["ReplicatedReplacingMergeTree('/clickhouse/tables/{uuid}/{shard}', '{replica}', revision) ORDER BY …", keys],
  ["SharedReplacingMergeTree('/clickhouse/tables/{uuid}/{shard}', '{replica}', revision) ORDER BY …", keys],
  ['ReplacingMergeTree(revision) ORDER BY request_id', 'request_id, '],
  ["Distributed('main', 'usage', 'calls_local', cityHash64(request_id))", ', '],
  ["Distributed('main', 'usage', 'calls_local', xxHash64(toDate(timestamp)))", ', '],
])('accepts a table of %s', async (engineFull, itsKeys) => {
  await expect(ensureSchema(place, serverWith(engineFull, itsKeys), 'check')).resolves.toBeUndefined();
});

test.each([
  ['MergeTree ORDER BY (toDate(timestamp), request_id)', keys],
  ['ReplacingMergeTree ORDER BY (toDate(timestamp), request_id)', keys],
  ['ReplacingMergeTree(recorded_at) ORDER BY (toDate(timestamp), request_id)', keys],
  ['ReplacingMergeTree(revision) ORDER BY (project_name, toDate(timestamp), request_id)', `project_name, ${keys}`],
  ['ReplacingMergeTree(revision) PARTITION BY team_name', 'toDate(timestamp), request_id, team_name'],
  ['ReplacingMergeTree(revision) ORDER BY timestamp', 'timestamp, '],
  ["Distributed('main', 'usage', 'calls_local', rand())", ', '],
  ["Distributed('main', 'usage', 'calls_local')", ', '],
  ["Distributed('main', 'usage', 'calls_local', cityHash64(project_name))", ', '],
  ['View', ', '],
])('refuses a table that would count calls twice: %s', async (engineFull, itsKeys) => {
  const server = serverWith(engineFull, itsKeys);
  await expect(ensureSchema(place, server, 'auto')).rejects.toMatchObject({ code: 'schema_unsuitable' });
  expect(server.commands).toEqual([]);
});

test('sets the retention of a table that has another one, and of no distributed one', async () => {
  const local = serverWith(
    'ReplacingMergeTree(revision) ORDER BY … TTL toDateTime(timestamp) + toIntervalDay(9)',
    keys,
  );
  await ensureSchema(place, local, 'auto');
  expect(local.commands).toEqual(['ALTER TABLE `usage`.`calls` MODIFY TTL toDateTime(`timestamp`) + INTERVAL 90 DAY']);
  const same = serverWith('ReplacingMergeTree(revision) TTL toDateTime(timestamp) + toIntervalDay(90) SETTINGS', keys);
  await ensureSchema(place, same, 'auto');
  const distributed = serverWith("Distributed('main', 'usage', 'calls_local', cityHash64(request_id))", ', ');
  await ensureSchema(place, distributed, 'auto');
  expect([...same.commands, ...distributed.commands]).toEqual([]);
});
