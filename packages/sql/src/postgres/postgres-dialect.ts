import { columnComments, parseUsd, type RecordField, type TrackingData } from '@llm-tracker/core/plugin';
import { columnList, quotedColumn, revisedFields } from '../column-list.ts';
import { decodeValue } from '../decode-value.ts';
import type { SqlDialect } from '../sql-dialect.ts';
import { sqlLiteral } from '../sql-literal.ts';
import type { SqlTable } from '../sql-table.ts';

// A table without a schema is the first of its name in the search path, as in our other statements; if there is none, it will be where new tables go.
const schemaOfTable =
  'SELECT COALESCE($1::text, (SELECT nspname::text FROM pg_namespace WHERE oid = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass(quote_ident($2)))), current_schema()::text) AS name';

type PostgresScalar = string | number | boolean | null;

/** What PostgreSQL binds: a value, or all values of one column. */
export type PostgresParameter = PostgresScalar | readonly PostgresScalar[];

/**
 * PostgreSQL 12 and later, and what speaks its SQL: `uuid`, `numeric(24,12)`, `timestamptz(3)`, `jsonb`. A batch is one statement with one
 * value per column, so that its size never meets the limit of 65,535 values. No answer depends on the session's time zone or collation.
 * The table may have been created with another primary key, of `request_id` and `timestamp`: both never change, and partitions need the second.
 */
export const postgresDialect: SqlDialect<PostgresParameter> = {
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  placeholder: (position) => `$${position}`,
  columnName: (field) => field.storedName,
  encode,
  decode: decodeValue,
  selectColumn: quoted,
  describeTable: ({ schema, name }) => ({
    text: `WITH place AS (${schemaOfTable}) ${[
      "SELECT 'column' AS kind, column_name::text AS name FROM information_schema.columns JOIN place ON table_schema = place.name WHERE table_name = $2",
      "SELECT 'index' AS kind, indexname::text AS name FROM pg_indexes JOIN place ON schemaname = place.name WHERE tablename = $2",
      "SELECT 'key' AS kind, key_column.column_name::text AS name FROM information_schema.table_constraints AS primary_key JOIN information_schema.key_column_usage AS key_column ON key_column.constraint_schema = primary_key.constraint_schema AND key_column.constraint_name = primary_key.constraint_name AND key_column.table_name = primary_key.table_name JOIN place ON primary_key.table_schema = place.name WHERE primary_key.constraint_type = 'PRIMARY KEY' AND primary_key.table_name = $2",
    ].join(' UNION ALL ')}`,
    parameters: [schema, name],
  }),
  createTable: (table, fields) => [
    `CREATE TABLE IF NOT EXISTS ${table.sql} (${fields.map(columnDefinition).join(', ')}, PRIMARY KEY ("request_id"))`,
    ...fields.map((field) => comment(table, field)),
  ],
  addColumn: (table, field) => [
    `ALTER TABLE ${table.sql} ADD COLUMN IF NOT EXISTS ${quoted(field)} ${columnType(field)}`,
    comment(table, field),
  ],
  createIndex: (table, index) =>
    `CREATE INDEX IF NOT EXISTS ${postgresDialect.quote(index.name)} ON ${table.sql} (${columnList(postgresDialect, index.fields)})`,
  upsertByRevision(table, fields, records, keyColumns) {
    const columns = fields.map((field, index) => `$${index + 1}::${arrayType(field)}`);
    const key = keyColumns.map(postgresDialect.quote).join(', ');
    const changes = revisedFields(fields).map((field) => `${quoted(field)} = excluded.${quoted(field)}`);
    const text =
      `INSERT INTO ${table.sql} AS stored (${columnList(postgresDialect, fields)}) SELECT * FROM unnest(${columns.join(', ')})` +
      ` ON CONFLICT (${key}) DO UPDATE SET ${changes.join(', ')} WHERE stored."revision" < excluded."revision"`;
    return [
      { text, parameters: fields.map((field) => records.map((record) => encodeOrNull(field, record[field.name]))) },
    ];
  },
  deleteBefore(table, before, limit) {
    const oldest = `SELECT "request_id" FROM ${table.sql} WHERE "timestamp" < $1 ORDER BY "timestamp" LIMIT ${limit}`;
    return {
      text: `DELETE FROM ${table.sql} WHERE "request_id" IN (${oldest}) AND "timestamp" < $1`,
      parameters: [before.toISOString()],
    };
  },
  periodNumber(interval, column, offsetSeconds) {
    const local = (): string => `date_part('epoch', ${column}) + ${offsetSeconds()}`;
    const calendar = (): string => `(${column} AT TIME ZONE 'UTC' + ${offsetSeconds()} * INTERVAL '1 second')`;
    switch (interval) {
      case 'hour':
        return `(floor((${local()}) / 3600) * 3600 - ${offsetSeconds()})::bigint`;
      case 'day':
        return `floor((${local()}) / 86400)::bigint`;
      case 'week':
        return `floor((${local()} + 259200) / 604800)::bigint`;
      case 'month':
        return `(date_part('year', ${calendar()}) * 12 + date_part('month', ${calendar()}) - 1)::bigint`;
    }
  },
  tagValue: (column, key) => `(${column} ->> ${key}::text)`,
  encodeTagKey: (key) => key,
  sumAmount: (column) => [`COALESCE(SUM(${column}), 0)`],
  decodeAmount: ([sum]) => parseUsd(String(sum)),
  orderByAmount: (sums) => sums.map((sum) => `${sum} DESC`),
  orderByValue: (column, kind) => `${column}${kind === 'text' ? ' COLLATE "C"' : ''} NULLS FIRST`,
};

/** CockroachDB 23 and later: as `postgresDialect`; its texts are always in code point order. */
export const cockroachDialect: SqlDialect<PostgresParameter> = {
  ...postgresDialect,
  orderByValue: (column) => `${column} NULLS FIRST`,
};

function quoted(field: RecordField): string {
  return quotedColumn(postgresDialect, field);
}

function columnDefinition(field: RecordField): string {
  return `${quoted(field)} ${columnType(field)}${field.nullable ? '' : ' NOT NULL'}`;
}

function columnType(field: RecordField): string {
  switch (field.kind) {
    case 'uuid':
      return 'uuid';
    case 'text':
      return 'text';
    case 'integer':
      return 'bigint';
    case 'decimal':
      // numeric takes NaN, and then every sum is NaN.
      return `numeric(24,12) CHECK (${quoted(field)} <> 'NaN')`;
    case 'boolean':
      return 'boolean';
    case 'instant':
      return 'timestamptz(3)';
    case 'json':
      return 'jsonb';
  }
}

function arrayType(field: RecordField): string {
  return field.kind === 'decimal' ? 'numeric[]' : field.kind === 'instant' ? 'timestamptz[]' : `${columnType(field)}[]`;
}

function comment(table: SqlTable, field: RecordField): string {
  return `COMMENT ON COLUMN ${table.sql}.${quoted(field)} IS ${sqlLiteral(columnComments[field.name])}`;
}

function encode(_field: RecordField, value: NonNullable<TrackingData[keyof TrackingData]>): PostgresScalar {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

function encodeOrNull(field: RecordField, value: TrackingData[keyof TrackingData]): PostgresScalar {
  return value === null ? null : encode(field, value);
}
