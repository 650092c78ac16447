// Storing calls in SQLite: the adapter beside the same statement through the bare driver.
// node --conditions=llm-tracker-source benchmarks/ingest/sqlite.ts
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteAdapter } from '@llm-tracker/adapter-sqlite';
import type { TrackingData } from '@llm-tracker/core';
import { parseUsd, type RecordField } from '@llm-tracker/core/plugin';
import { compareIngest, fields } from './compare-ingest.ts';

const folder = mkdtempSync(join(tmpdir(), 'llm-tracker-ingest-'));
const adapter = new SqliteAdapter({ filename: join(folder, 'adapter.db') });
await adapter.connect();
const bare = new SqliteAdapter({ filename: join(folder, 'bare.db') });
await bare.connect();
await bare.disconnect();
const database = new DatabaseSync(join(folder, 'bare.db'));
database.exec('PRAGMA synchronous = NORMAL');

const names = new Map([
  ['cost_usd', 'cost_usd_pico'],
  ['timestamp', 'timestamp_ms'],
  ['recorded_at', 'recorded_at_ms'],
]);
const columns = fields.map(({ storedName }) => names.get(storedName) ?? storedName);
const insert = database.prepare(
  `INSERT INTO llm_tracking AS stored (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
   ON CONFLICT (request_id) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
   WHERE excluded.revision > stored.revision`,
);

await compareIngest('node:sqlite, prepared per row', saveByHand, adapter);

await adapter.disconnect();
database.close();
rmSync(folder, { recursive: true });

async function saveByHand(batch: readonly TrackingData[]): Promise<void> {
  database.exec('BEGIN IMMEDIATE');
  for (const call of batch) insert.run(...fields.map((field) => encode(field, call)));
  database.exec('COMMIT');
}

function encode({ kind, name }: RecordField, call: TrackingData): string | number | bigint | null {
  const value = call[name];
  if (value instanceof Date) return value.getTime();
  if (kind === 'decimal' && typeof value === 'string') return parseUsd(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
