// Storing calls in MySQL or MariaDB: the adapter beside the same statement through the bare driver.
// TEST_MARIADB_URL=mysql://… node --conditions=llm-tracker-source benchmarks/ingest/mysql.ts
import { MySQLAdapter } from '@llm-tracker/adapter-mysql';
import type { TrackingData } from '@llm-tracker/core';
import mysql from 'mysql2/promise';
import { compareIngest, fields } from './compare-ingest.ts';

const uri = process.env['TEST_MARIADB_URL'] ?? process.env['TEST_MYSQL_URL'] ?? 'mysql://localhost';
const schema = 'llm_tracker_benchmark';
const connection = await mysql.createConnection({ uri });
await connection.query(`DROP DATABASE IF EXISTS ${schema}`);
await connection.query(`CREATE DATABASE ${schema}`);
const adapter = new MySQLAdapter({ connectionString: uri, tableName: `${schema}.adapter` });
await adapter.connect();
await connection.query(`CREATE TABLE ${schema}.bare LIKE ${schema}.adapter`);

const columns = fields.map((field) => `\`${field.storedName}\``);
const row = `(${columns.map(() => '?').join(', ')})`;
const changes = columns
  .filter((column) => column !== '`revision`')
  .map((column) => `${column} = IF(VALUES(revision) > revision, VALUES(${column}), ${column})`);
const texts = new Map<number, string>();

await compareIngest('mysql2 execute', saveByHand, adapter);

await connection.query(`DROP DATABASE ${schema}`);
await adapter.disconnect();
await connection.end();

function saveByHand(batch: readonly TrackingData[]): Promise<unknown> {
  const text =
    texts.get(batch.length) ??
    `INSERT INTO ${schema}.bare (${columns.join(', ')}) VALUES ${batch.map(() => row).join(', ')}
     ON DUPLICATE KEY UPDATE ${changes.join(', ')}, revision = GREATEST(revision, VALUES(revision))`;
  texts.set(batch.length, text);
  return connection.execute(
    text,
    batch.flatMap((call) => fields.map(({ name }) => encode(call[name]))),
  );
}

function encode(value: TrackingData[keyof TrackingData]): string | number | null {
  if (value instanceof Date) return value.toISOString().slice(0, -1).replace('T', ' ');
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
