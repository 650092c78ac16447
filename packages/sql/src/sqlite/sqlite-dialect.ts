import { formatUsd, parseUsd, type RecordField, type TrackingData } from '@llm-tracker/core/plugin';
import { columnList, quotedColumn, revisedFields } from '../column-list.ts';
import { decodeValue } from '../decode-value.ts';
import type { SqlDialect, SqlStatement } from '../sql-dialect.ts';
import type { SqlTable } from '../sql-table.ts';

/** What SQLite binds. */
export type SqliteParameter = string | number | bigint | null;

type StoredValue = NonNullable<TrackingData[keyof TrackingData]>;

// SQLite has neither decimals nor instants: the columns say which unit their integers count.
const columnNames: { readonly [storedName: string]: string } = {
  cost_usd: 'cost_usd_pico',
  timestamp: 'timestamp_ms',
  recorded_at: 'recorded_at_ms',
};
const greatestPicoUsd = 2n ** 63n - 1n;
const lowBits = 32n;
const rowsPerBatchStatement = 500;

/**
 * SQLite 3.38 and later: STRICT tables; integers for pico-dollars, milliseconds and booleans; JSON as text. One row can cost at most
 * 9,223,372.036854775807 USD; sums have no such limit, because both halves of the amounts are summed apart.
 */
export const sqliteDialect: SqlDialect<SqliteParameter> = {
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  placeholder: () => '?',
  columnName: (field) => columnNames[field.storedName] ?? field.storedName,
  encode,
  decode,
  // Not every driver reads integers beyond 2^53.
  selectColumn: (field) =>
    field.kind === 'decimal' ? `CAST(${quoted(field)} AS TEXT) AS ${quoted(field)}` : quoted(field),
  describeTable: ({ schema, name }) => ({
    text: [
      "SELECT 'column' AS kind, name FROM pragma_table_info(?, ?)",
      "SELECT 'index' AS kind, name FROM pragma_index_list(?, ?)",
    ].join(' UNION ALL '),
    parameters: [name, schema ?? 'main', name, schema ?? 'main'],
  }),
  createTable: (table, fields) => [
    `CREATE TABLE IF NOT EXISTS ${table.sql} (${fields.map(columnDefinition).join(', ')}) STRICT`,
  ],
  addColumn: (table, field) => [`ALTER TABLE ${table.sql} ADD COLUMN ${quoted(field)} ${columnType(field)}`],
  createIndex(table, index) {
    const name = sqliteDialect.quote(index.name);
    const schema = table.schema === null ? '' : `${sqliteDialect.quote(table.schema)}.`;
    const columns = columnList(sqliteDialect, index.fields);
    return `CREATE INDEX IF NOT EXISTS ${schema}${name} ON ${sqliteDialect.quote(table.name)} (${columns})`;
  },
  // One prepared statement for all rows of all batches.
  upsertByRevision(table, fields, records) {
    const text = upsertText(table, fields, 1);
    return records.map((record) => ({ text, parameters: rowValues(fields, record) }));
  },
  deleteBefore(table, before, limit) {
    const oldest = `SELECT rowid FROM ${table.sql} WHERE "timestamp_ms" < ? ORDER BY "timestamp_ms" LIMIT ${limit}`;
    return { text: `DELETE FROM ${table.sql} WHERE rowid IN (${oldest})`, parameters: [before.getTime()] };
  },
  periodNumber(interval, column, offsetSeconds) {
    const local = (): string => `(${column} + ${offsetSeconds()} * 1000)`;
    switch (interval) {
      case 'hour':
        return `${local()} / 3600000 * 3600 - ${offsetSeconds()}`;
      case 'day':
        return `${local()} / 86400000`;
      case 'week':
        return `(${local()} + 259200000) / 604800000`;
      case 'month':
        return `strftime('%Y', ${local()} / 1000, 'unixepoch') * 12 + strftime('%m', ${local()} / 1000, 'unixepoch') - 1`;
    }
  },
  tagValue: (column, key) => `(SELECT value FROM json_each(${column}) WHERE key = ${key})`,
  encodeTagKey: (key) => key,
  sumAmount: (column) => [
    `CAST(COALESCE(SUM(${column} >> ${lowBits}), 0) AS TEXT)`,
    `CAST(COALESCE(SUM(${column} & ${2n ** lowBits - 1n}), 0) AS TEXT)`,
  ],
  decodeAmount: ([high, low]) => (integer(high) << lowBits) + integer(low),
  orderByAmount: ([high, low]) => [`${high} + (${low} >> ${lowBits}) DESC`, `${low} & ${2n ** lowBits - 1n} DESC`],
  orderByValue: (column) => column,
};

/** As `sqliteDialect`, for drivers on which several statements cannot be a transaction of their own: a batch is as few statements as SQLite's 32,766 values allow. */
export const sqliteBatchDialect: SqlDialect<SqliteParameter> = {
  ...sqliteDialect,
  upsertByRevision(table, fields, records) {
    const statements: SqlStatement<SqliteParameter>[] = [];
    for (let start = 0; start < records.length; start += rowsPerBatchStatement) {
      const rows = records.slice(start, start + rowsPerBatchStatement);
      const parameters = rows.flatMap((record) => rowValues(fields, record));
      statements.push({ text: upsertText(table, fields, rows.length), parameters });
    }
    return statements;
  },
};

function upsertText(table: SqlTable, fields: readonly RecordField[], rowCount: number): string {
  const changes = revisedFields(fields).map((field) => `${quoted(field)} = excluded.${quoted(field)}`);
  const row = `(${fields.map(() => '?').join(', ')})`;
  const rows = Array.from({ length: rowCount }, () => row).join(', ');
  return (
    `INSERT INTO ${table.sql} AS stored (${columnList(sqliteDialect, fields)}) VALUES ${rows}` +
    ` ON CONFLICT ("request_id") DO UPDATE SET ${changes.join(', ')} WHERE excluded."revision" > stored."revision"`
  );
}

function rowValues(fields: readonly RecordField[], record: TrackingData): SqliteParameter[] {
  return fields.map((field) => {
    const value = record[field.name];
    return value === null ? null : encode(field, value);
  });
}

function quoted(field: RecordField): string {
  return quotedColumn(sqliteDialect, field);
}

function columnDefinition(field: RecordField): string {
  const key = field.name === 'requestId' ? ' PRIMARY KEY' : '';
  return `${quoted(field)} ${columnType(field)}${field.nullable ? '' : ' NOT NULL'}${key}`;
}

function columnType(field: RecordField): 'TEXT' | 'INTEGER' {
  switch (field.kind) {
    case 'uuid':
    case 'text':
    case 'json':
      return 'TEXT';
    case 'integer':
    case 'decimal':
    case 'boolean':
    case 'instant':
      return 'INTEGER';
  }
}

function encode(field: RecordField, value: StoredValue): SqliteParameter {
  if (field.kind === 'decimal') return encodeAmount(String(value));
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof Date ? value.getTime() : JSON.stringify(value);
}

function encodeAmount(text: string): bigint {
  const pico = parseUsd(text);
  if (pico > greatestPicoUsd || pico < -greatestPicoUsd) {
    throw new RangeError(`SQLite cannot store a cost of ${text} USD in one row: at most 9223372 USD. Split the row.`);
  }
  return pico;
}

function decode(field: RecordField, value: unknown): unknown {
  if (field.kind === 'decimal') return formatUsd(integer(value));
  return field.kind === 'instant' ? new Date(Number(value)) : decodeValue(field, value);
}

function integer(value: unknown): bigint {
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'string') return BigInt(value);
  throw new TypeError(`SQLite answered ${typeof value} where an integer was expected.`);
}
