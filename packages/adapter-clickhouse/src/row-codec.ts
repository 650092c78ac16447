import { formatUsd, nearestUsd, parseUsd, type RecordField, type TrackingData } from '@llm-tracker/core/plugin';
import { columnOf, columns } from './column.ts';

type FieldValue = TrackingData[keyof TrackingData];

/** Rows of an insert, one JSON array per line, in the order of the columns. Throws a TypeError or RangeError for a value that its field cannot have. */
export function encodeRows(records: readonly TrackingData[]): string {
  return records.map((record) => JSON.stringify(columns.map((field) => encode(field, record[field.name])))).join('\n');
}

/** An instant as ClickHouse reads it, in UTC. */
export function encodeInstant(instant: Date): string {
  return instant.toISOString().slice(0, -1).replace('T', ' ');
}

/** What is selected so that `decodeRow` gets every column without loss. */
export const selectedColumns: string = columns.map(selected).join(', ');

/** A row of `selectedColumns` as a record. */
export function decodeRow(row: readonly unknown[]): TrackingData {
  const record: Record<string, unknown> = {};
  for (const [index, field] of columns.entries()) {
    const value = row[index] ?? null;
    record[field.name] = value === null ? null : decode(field, value);
  }
  // Every field of the table is in `record` now; only `costUsd` is derived.
  const stored = record as Omit<TrackingData, 'costUsd'>;
  return { ...stored, costUsd: nearestUsd(stored.costUsdExact) };
}

const decimal = /^-?\d+(?:\.\d+)?$/;

/** ClickHouse takes almost anything as text, and null as 0, so what has the wrong type is refused here. */
function encode(field: RecordField, value: FieldValue): unknown {
  if (value === null && field.nullable) return null;
  switch (field.kind) {
    case 'uuid':
    case 'text':
      if (typeof value === 'string') return value;
      break;
    case 'integer':
      if (typeof value === 'number') return value;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'decimal':
      if (typeof value === 'string' && decimal.test(value)) return value;
      break;
    case 'instant':
      if (value instanceof Date) return encodeInstant(value);
      break;
    case 'json':
      if (typeof value === 'object' && value !== null) {
        return field.name === 'tags' ? encodeTags(value) : JSON.stringify(value);
      }
  }
  throw wrongType(field.name, field.kind, value);
}

function encodeTags(tags: object): object {
  for (const value of Object.values(tags)) {
    if (typeof value !== 'string') throw wrongType('tags', 'text', value);
  }
  return tags;
}

function wrongType(name: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${name} must be ${expected}, but is ${value === null ? 'null' : typeof value}.`);
}

function selected(field: RecordField): string {
  const column = columnOf(field);
  if (field.kind === 'instant') return `toUnixTimestamp64Milli(${column})`;
  return field.kind === 'decimal' ? `toString(${column})` : column;
}

function decode(field: RecordField, value: unknown): unknown {
  switch (field.kind) {
    case 'integer':
      // The server may write them in quotes.
      return Number(value);
    case 'instant':
      return new Date(Number(value));
    case 'decimal':
      return formatUsd(parseUsd(String(value)));
    case 'json':
      return typeof value === 'string' ? JSON.parse(value) : value;
    case 'uuid':
    case 'text':
    case 'boolean':
      return value;
  }
}
