// Storing calls in PostgreSQL: the adapter beside the same statement through the bare driver.
// TEST_POSTGRES_URL=postgresql://… node --conditions=llm-tracker-source benchmarks/ingest/postgres.ts
import { PostgresAdapter } from '@llm-tracker/adapter-postgres';
import type { TrackingData } from '@llm-tracker/core';
import pg from 'pg';
import { compareIngest, fields } from './compare-ingest.ts';

const connectionString = process.env['TEST_POSTGRES_URL'];
const schema = 'llm_tracker_benchmark';
const client = new pg.Client({ connectionString });
await client.connect();
await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE; CREATE SCHEMA ${schema}`);
const adapter = new PostgresAdapter({ connectionString, tableName: `${schema}.adapter` });
await adapter.connect();
await client.query(`CREATE TABLE ${schema}.bare (LIKE ${schema}.adapter INCLUDING ALL)`);

const arrayTypes = {
  uuid: 'uuid',
  text: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  boolean: 'boolean',
  instant: 'timestamptz',
  json: 'jsonb',
};
const columns = fields.map((field) => `"${field.storedName}"`);
const text = `INSERT INTO ${schema}.bare AS stored (${columns.join(', ')})
  SELECT * FROM unnest(${fields.map(({ kind }, index) => `$${index + 1}::${arrayTypes[kind]}[]`).join(', ')})
  ON CONFLICT (request_id) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
  WHERE stored.revision < excluded.revision`;

await compareIngest(
  'pg',
  (batch) =>
    client.query(
      text,
      fields.map(({ name }) => batch.map((call) => encode(call[name]))),
    ),
  adapter,
);

await client.query(`DROP SCHEMA ${schema} CASCADE`);
await adapter.disconnect();
await client.end();

function encode(value: TrackingData[keyof TrackingData]): unknown {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
