import { type RecordField, recordFields, type TrackingData } from '@llm-tracker/core/plugin';
import { expect, test } from 'vitest';
import { parseTableName } from '../sql-table.ts';
import { postgresDialect } from './postgres-dialect.ts';

const table = parseTableName('billing.calls', postgresDialect.quote);
const { requestId, revision, timestamp, model, costUsdExact, tags, success, providerRequestId } = recordFields;

test('columns have types that other tools can read, and comments', () => {
  const [create, ...comments] = postgresDialect.createTable(table, [
    requestId,
    revision,
    timestamp,
    model,
    costUsdExact,
    tags,
    success,
    providerRequestId,
  ]);
  expect(create).toBe(
    'CREATE TABLE IF NOT EXISTS "billing"."calls" ("request_id" uuid NOT NULL, "revision" bigint NOT NULL, ' +
      '"timestamp" timestamptz(3) NOT NULL, "model" text NOT NULL, "cost_usd" numeric(24,12) CHECK ("cost_usd" <> \'NaN\'), ' +
      '"tags" jsonb NOT NULL, "success" boolean NOT NULL, "provider_request_id" text, PRIMARY KEY ("request_id"))',
  );
  expect(comments).toHaveLength(8);
  expect(comments[7]).toBe(
    `COMMENT ON COLUMN "billing"."calls"."provider_request_id" IS 'The provider''s id of the HTTP request.'`,
  );
});

test('a column that is added later is nullable', () => {
  expect(postgresDialect.addColumn(table, model)[0]).toBe(
    'ALTER TABLE "billing"."calls" ADD COLUMN IF NOT EXISTS "model" text',
  );
});

test('an index is named after the table and lives in its schema', () => {
  expect(postgresDialect.createIndex(table, { name: 'calls_time', fields: [timestamp, requestId] })).toBe(
    'CREATE INDEX IF NOT EXISTS "calls_time" ON "billing"."calls" ("timestamp", "request_id")',
  );
});

test('a batch is one statement with one array per column, and only a higher revision replaces a row', () => {
  const fields: RecordField[] = [requestId, revision, timestamp, costUsdExact, tags];
  const records = ['0.1', null].map((cost, index) => ({
    requestId: `id ${index}`,
    revision: index,
    timestamp: new Date(index),
    costUsdExact: cost,
    tags: { key: '"' },
  })) as unknown as TrackingData[];
  expect(postgresDialect.upsertByRevision(table, fields, records, ['request_id'])).toEqual([
    {
      text:
        'INSERT INTO "billing"."calls" AS stored ("request_id", "revision", "timestamp", "cost_usd", "tags") ' +
        'SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::numeric[], $5::jsonb[]) ' +
        'ON CONFLICT ("request_id") DO UPDATE SET "revision" = excluded."revision", "cost_usd" = excluded."cost_usd", ' +
        '"tags" = excluded."tags" WHERE stored."revision" < excluded."revision"',
      parameters: [
        ['id 0', 'id 1'],
        [0, 1],
        ['1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.001Z'],
        ['0.1', null],
        ['{"key":"\\""}', '{"key":"\\""}'],
      ],
    },
  ]);
});

test('a table that is partitioned by time has its key of two columns', () => {
  const [statement] = postgresDialect.upsertByRevision(table, [requestId], [], ['request_id', 'timestamp']);
  expect(statement?.text).toContain('ON CONFLICT ("request_id", "timestamp") DO UPDATE');
});

test('intervals do not depend on the time zone of the session', () => {
  const number = (interval: 'hour' | 'day' | 'week' | 'month'): string =>
    postgresDialect.periodNumber(interval, '"timestamp"', () => '3600');
  expect(number('hour')).toBe(`(floor((date_part('epoch', "timestamp") + 3600) / 3600) * 3600 - 3600)::bigint`);
  expect(number('day')).toBe(`floor((date_part('epoch', "timestamp") + 3600) / 86400)::bigint`);
  expect(number('week')).toBe(`floor((date_part('epoch', "timestamp") + 3600 + 259200) / 604800)::bigint`);
  expect(number('month')).toContain(`("timestamp" AT TIME ZONE 'UTC' + 3600 * INTERVAL '1 second')`);
});

test('names are ordered by code point, absent ones first', () => {
  expect(postgresDialect.orderByValue('"group_0"', 'text')).toBe('"group_0" COLLATE "C" NULLS FIRST');
  expect(postgresDialect.orderByValue('"group_0"', 'boolean')).toBe('"group_0" NULLS FIRST');
});

test('reads what drivers give', () => {
  expect(postgresDialect.decode(costUsdExact, '0.001615000000')).toBe('0.001615');
  expect(postgresDialect.decode(revision, '9007199254740991')).toBe(2 ** 53 - 1);
  expect(postgresDialect.decode(tags, { a: '1' })).toEqual({ a: '1' });
  expect(postgresDialect.decode(success, false)).toBe(false);
  expect(postgresDialect.decodeAmount(['12345678901234567890.000000000001'])).toBe(12345678901234567890000000000001n);
});
