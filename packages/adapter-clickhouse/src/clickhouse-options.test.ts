import { expect, test } from 'vitest';
import { type ClickHouseAdapterOptions, readClickhouseOptions } from './clickhouse-options.ts';

const client = { query: async () => ({ json: async () => [] }), command: async () => undefined };

test.each<[ClickHouseAdapterOptions, string]>([
  [{ url: 'http://localhost:8123' }, 'clickhouse localhost:8123/default `llm_tracking`'],
  [{ url: 'https://me:hunter2@ch.example/usage' }, 'clickhouse ch.example/usage `llm_tracking`'],
  [{ url: 'http://h:1', database: 'usage', tableName: 'calls' }, 'clickhouse h:1/usage `calls`'],
  [{ url: 'http://h:1', tableName: 'usage.calls', password: 'hunter2' }, 'clickhouse h:1/default `usage`.`calls`'],
  [{ client, tableName: 'usage.calls' }, 'clickhouse client `usage`.`calls`'],
])('%j is %s', (options, target) => {
  expect(readClickhouseOptions(options).target).toBe(target);
});

test.each<[string, unknown]>([
  ['options', undefined],
  ['url', {}],
  ['url', { url: 'http://localhost', client }],
  ['url', { url: 'clickhouse://me:hunter2@localhost' }],
  ['url', { url: 'http://me:hunter2@[' }],
  ['client', { client: {} }],
  ['host', { host: 'localhost' }],
  ['username', { url: 'http://localhost', username: 7 }],
  ['migrations', { url: 'http://localhost', migrations: 'off' }],
  ...[0, 1.5, '7', Number.NaN].map((retentionDays): [string, unknown] => [
    'retentionDays',
    { url: 'http://localhost', retentionDays },
  ]),
  ...['', 'a.b.c', 'a b', '1a', 'a`b', 'a;DROP TABLE x', 'ä', 'x'.repeat(65), 7].map((tableName): [string, unknown] => [
    'tableName',
    { url: 'http://localhost', tableName },
  ]),
])('refuses a wrong %s: %j', (path, options) => {
  try {
    readClickhouseOptions(options as ClickHouseAdapterOptions);
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_option', path });
    expect(String(error)).not.toContain('hunter2');
    return;
  }
  expect.unreachable();
});

test('takes user, password and database out of the URL, unless they are given beside it', () => {
  const url = 'https://me:p%40ss@ch.example:8443/usage?max_threads=1';
  expect(readClickhouseOptions({ url }).source).toEqual({
    url: 'https://ch.example:8443/?max_threads=1',
    username: 'me',
    password: 'p@ss',
    database: 'usage',
  });
  expect(readClickhouseOptions({ url, username: 'you', password: '', database: 'other' }).source).toEqual({
    url: 'https://ch.example:8443/?max_threads=1',
    username: 'you',
    database: 'other',
  });
});
