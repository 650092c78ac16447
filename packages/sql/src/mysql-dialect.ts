import { parseUsd, type RecordField, type TrackingData } from '@llm-tracker/core/plugin';
import { columnList, quotedColumn, revisedFields } from './column-list.ts';
import { decodeValue } from './decode-value.ts';
import type { SqlDialect, SqlStatement } from './sql-dialect.ts';
import { sqlLiteral } from './sql-literal.ts';

/** What MySQL and MariaDB bind. */
export type MysqlParameter = string | number | null;

// Far below 65,535 values a statement, and short enough for any packet size.
const rowsPerStatement = 500;

/** MySQL 8.0.17 and later. Instants are `DATETIME(3)` in UTC, whatever the session's time zone is. Values must be bound by the server (`execute`). */
export const mysqlDialect: SqlDialect<MysqlParameter> = createMysqlDialect('utf8mb4_0900_bin');

/** MariaDB 10.11 and later; as `mysqlDialect`, with MariaDB's name for the collation that tells all texts apart. */
export const mariadbDialect: SqlDialect<MysqlParameter> = createMysqlDialect('utf8mb4_nopad_bin');

/** `collation` must compare bytes and must not pad: the usual ones take `a` and `A`, or `a` and `a `, for one name. */
function createMysqlDialect(collation: string): SqlDialect<MysqlParameter> {
  const quoted = (field: RecordField): string => quotedColumn(dialect, field);
  const columnDefinition = (field: RecordField): string =>
    `${quoted(field)} ${columnType(field)}${field.nullable ? ' NULL' : ' NOT NULL'} COMMENT ${sqlLiteral(field.description)}`;

  const dialect: SqlDialect<MysqlParameter> = {
    quote: (identifier) => `\`${identifier.replaceAll('`', '``')}\``,
    placeholder: () => '?',
    columnName: (field) => field.storedName,
    encode,
    decode: decodeValue,
    describeTable: ({ schema, name }) => ({
      text: [
        "SELECT 'column' AS kind, column_name AS name FROM information_schema.columns WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ?",
        "SELECT 'index' AS kind, index_name AS name FROM information_schema.statistics WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ?",
      ].join(' UNION '),
      parameters: [schema, name, schema, name],
    }),
    createTable: (table, fields) => [
      `CREATE TABLE IF NOT EXISTS ${table.sql} (${fields.map(columnDefinition).join(', ')}, PRIMARY KEY (\`request_id\`))` +
        ` ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation}`,
    ],
    addColumn: (table, field) => [
      `ALTER TABLE ${table.sql} ADD COLUMN ${quoted(field)} ${columnType(field)} NULL COMMENT ${sqlLiteral(field.description)}`,
    ],
    createIndex: (table, index) =>
      `CREATE INDEX ${dialect.quote(index.name)} ON ${table.sql} (${columnList(dialect, index.fields)})`,
    upsertByRevision(table, fields, records) {
      const statements: SqlStatement<MysqlParameter>[] = [];
      for (let start = 0; start < records.length; start += rowsPerStatement) {
        const rows = records.slice(start, start + rowsPerStatement);
        const row = `(${fields.map(() => '?').join(', ')})`;
        const changes = revisedFields(fields)
          .filter((field) => field.name !== 'revision')
          .map(
            (field) =>
              `${quoted(field)} = IF(VALUES(\`revision\`) > \`revision\`, VALUES(${quoted(field)}), ${quoted(field)})`,
          );
        statements.push({
          text:
            `INSERT INTO ${table.sql} (${columnList(dialect, fields)}) VALUES ${rows.map(() => row).join(', ')}` +
            // Assignments see those before them, so the revision comes last. INSERT IGNORE would store falsified values.
            ` ON DUPLICATE KEY UPDATE ${changes.join(', ')}, \`revision\` = GREATEST(\`revision\`, VALUES(\`revision\`))`,
          parameters: rows.flatMap((record) => fields.map((field) => encodeOrNull(field, record[field.name]))),
        });
      }
      return statements;
    },
    periodNumber(interval, column, offsetSeconds) {
      const local = (): string => `TIMESTAMPDIFF(SECOND, '1970-01-01', ${column}) + ${offsetSeconds()}`;
      const calendar = (): string => `${column} + INTERVAL ${offsetSeconds()} SECOND`;
      switch (interval) {
        case 'hour':
          return `(${local()}) DIV 3600 * 3600 - ${offsetSeconds()}`;
        case 'day':
          return `(${local()}) DIV 86400`;
        case 'week':
          return `(${local()} + 259200) DIV 604800`;
        case 'month':
          return `YEAR(${calendar()}) * 12 + MONTH(${calendar()}) - 1`;
      }
    },
    // JSON functions answer in a collation that pads.
    tagValue: (column, key) => `JSON_UNQUOTE(JSON_EXTRACT(${column}, ${key})) COLLATE ${collation}`,
    encodeTagKey: (key) => `$.${JSON.stringify(key)}`,
    sumAmount: (column) => [`COALESCE(SUM(${column}), 0)`],
    decodeAmount: ([sum]) => parseUsd(String(sum)),
    orderByAmount: (sums) => sums.map((sum) => `${sum} DESC`),
    orderByValue: (column) => column,
  };
  return dialect;
}

function columnType(field: RecordField): string {
  switch (field.kind) {
    case 'uuid':
      return 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';
    case 'text':
      return `VARCHAR(${field.maxLength})`;
    case 'integer':
      return 'BIGINT';
    case 'decimal':
      return 'DECIMAL(24,12)';
    case 'boolean':
      return 'BOOLEAN';
    case 'instant':
      return 'DATETIME(3)';
    case 'json':
      return 'JSON';
  }
}

function encode(_field: RecordField, value: NonNullable<TrackingData[keyof TrackingData]>): string | number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) return value.toISOString().slice(0, -1).replace('T', ' ');
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

function encodeOrNull(field: RecordField, value: TrackingData[keyof TrackingData]): MysqlParameter {
  return value === null ? null : encode(field, value);
}
