import {
  formatUsd,
  nearestUsd,
  parseUsd,
  type RecordField,
  recordFields,
  type TrackingData,
} from '@llm-tracker/core/plugin';
import type { MongoDriver } from './mongo-driver.ts';

/** A call as it is stored: `_id` is the id of the call, absent values are left out. */
export interface CallDocument {
  _id: string;
  revision: number;
  [key: string]: unknown;
}

const fields: readonly RecordField[] = Object.values(recordFields);
const plainKey = /^[A-Za-z][A-Za-z0-9_]*$/;
const decimal = /^-?\d+(?:\.\d+)?$/;

/** The key of a field in the documents: its own name, but `_id` for the id, and `costUsd` for the cost, which is exact here. */
export function keyOf(field: RecordField): string {
  if (field.name === 'requestId') return '_id';
  return field.name === 'costUsdExact' ? 'costUsd' : field.name;
}

const keyedFields = fields.map((field) => [field, keyOf(field)] as const);

/** A record as a document. Throws a TypeError for a value that its field cannot have. */
export function encodeCall(record: TrackingData, { Decimal128 }: MongoDriver): CallDocument {
  const document: CallDocument = { _id: record.requestId, revision: record.revision };
  for (const [field, key] of keyedFields) {
    const value = record[field.name];
    if (value === null && field.nullable) continue;
    document[key] = encodeValue(field, value, Decimal128);
  }
  return document;
}

/** A document as a record. */
export function decodeCall(document: Readonly<Record<string, unknown>>): TrackingData {
  const record: Record<string, unknown> = {};
  for (const field of fields) record[field.name] = decodeValue(field, document[keyOf(field)] ?? null);
  // Every field of the table is in `record` now; only `costUsd` is derived.
  const stored = record as Omit<TrackingData, 'costUsd'>;
  return { ...stored, costUsd: nearestUsd(stored.costUsdExact) };
}

/** MongoDB stores anything anywhere, so what has the wrong type is refused here. */
function encodeValue(field: RecordField, value: unknown, Decimal128: MongoDriver['Decimal128']): unknown {
  switch (field.kind) {
    case 'uuid':
    case 'text':
      if (typeof value === 'string') return value;
      break;
    case 'integer':
      if (Number.isSafeInteger(value)) return value;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'decimal':
      if (typeof value === 'string' && decimal.test(value)) return Decimal128.fromString(value);
      break;
    case 'instant':
      if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
      break;
    case 'json':
      if (typeof value === 'object' && value !== null) {
        if (field.name === 'tags') return encodeTags(Object.entries(value));
        return hasPlainKeys(value) ? value : JSON.stringify(value);
      }
  }
  throw new TypeError(`${field.name} must be ${field.kind}, but is ${value === null ? 'null' : typeof value}.`);
}

function decodeValue(field: RecordField, value: unknown): unknown {
  if (field.name === 'tags') return decodeTags(value);
  if (value === null) return null;
  if (field.kind === 'json') return typeof value === 'string' ? JSON.parse(value) : value;
  return field.kind === 'decimal' ? formatUsd(parseUsd(String(value))) : value;
}

/** Tags as pairs: as keys, those with dots and dollars would be taken for paths and operators. */
function encodeTags(tags: readonly (readonly [string, unknown])[]): { key: string; value: string }[] {
  return tags.map(([key, value]) => {
    if (typeof value !== 'string') throw new TypeError(`The value of a tag must be text, but is ${typeof value}.`);
    return { key, value };
  });
}

function decodeTags(value: unknown): Record<string, string> {
  const pairs = Array.isArray(value) ? (value as { key: string; value: string }[]) : [];
  return Object.fromEntries(pairs.map((pair) => [pair.key, pair.value]));
}

/** Whether no key anywhere means something to MongoDB, its driver or its tools; an object with other keys is stored as JSON text. */
function hasPlainKeys(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(hasPlainKeys);
  if (typeof value !== 'object' || value === null) return true;
  for (const key in value) {
    if (!plainKey.test(key) || !hasPlainKeys(Reflect.get(value, key))) return false;
  }
  return true;
}
