import { columnComments, parseUsd, type RecordField, recordFields, type TrackingData } from '@llm-tracker/core/plugin';
import { columnList, quotedColumn, revisedFields } from '../column-list.ts';
import { decodeValue } from '../decode-value.ts';
import type { SqlDialect } from '../sql-dialect.ts';
import { sqlLiteral } from '../sql-literal.ts';

/** What MySQL and MariaDB bind. */
export type MysqlParameter = string | number | null;

// Far below 65,535 values a statement.
const maxRowsPerStatement = 500;
// A server that takes packets of 1 MiB at most is the strictest that there is.
const maxBytesPerStatement = 768 * 1024;
const bytesPerNumber = 9;

/** MySQL 8.0.17 and later. Instants are `DATETIME(3)` in UTC, whatever the session's time zone is. Values must be bound by the server (`execute`). */
export const mysqlDialect: SqlDialect<MysqlParameter> = createMysqlDialect('utf8mb4_0900_bin');

/** MariaDB 10.11 and later; as `mysqlDialect`, with MariaDB's name for the collation that tells all texts apart. */
export const mariadbDialect: SqlDialect<MysqlParameter> = createMysqlDialect('utf8mb4_nopad_bin');

/** `collation` must compare bytes and must not pad: the usual ones take `a` and `A`, or `a` and `a `, for one name. */
function createMysqlDialect(collation: string): SqlDialect<MysqlParameter> {
  const quoted = (field: RecordField): string => quotedColumn(dialect, field);
  const columnDefinition = (field: RecordField): string =>
    `${quoted(field)} ${columnType(field)}${field.nullable ? ' NULL' : ' NOT NULL'} COMMENT ${sqlLiteral(columnComments[field.name])}`;

  const dialect: SqlDialect<MysqlParameter> = {
    quote: (identifier) => `\`${identifier.replaceAll('`', '``')}\``,
    placeholder: () => '?',
    columnName: (field) => field.storedName,
    encode,
    decode: decodeValue,
    // As text, because drivers may be set to give decimals as binary fractions and instants in the zone of the process.
    selectColumn: (field) =>
      field.kind === 'decimal' || field.kind === 'instant'
        ? `CAST(${quoted(field)} AS CHAR) AS ${quoted(field)}`
        : quoted(field),
    describeTable: ({ schema, name }) => ({
      text: [
        "SELECT 'column' AS kind, column_name AS name FROM information_schema.columns WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ?",
        "SELECT 'index' AS kind, index_name AS name FROM information_schema.statistics WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ?",
        // Without a key ON DUPLICATE KEY UPDATE would insert every row again, and say nothing.
        "SELECT 'key' AS kind, COALESCE(part.column_name, 'nothing') AS name FROM information_schema.tables AS owner LEFT JOIN information_schema.statistics AS part ON part.table_schema = owner.table_schema AND part.table_name = owner.table_name AND part.index_name = 'PRIMARY' WHERE owner.table_type = 'BASE TABLE' AND owner.table_schema = COALESCE(?, DATABASE()) AND owner.table_name = ?",
      ].join(' UNION '),
      parameters: [schema, name, schema, name, schema, name],
    }),
    createTable: (table, fields) => [
      `CREATE TABLE IF NOT EXISTS ${table.sql} (${fields.map(columnDefinition).join(', ')}, PRIMARY KEY (\`request_id\`))` +
        ` ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation}`,
    ],
    addColumn: (table, field) => [
      `ALTER TABLE ${table.sql} ADD COLUMN ${quoted(field)} ${columnType(field)} NULL COMMENT ${sqlLiteral(columnComments[field.name])}`,
    ],
    createIndex: (table, index) =>
      `CREATE INDEX ${dialect.quote(index.name)} ON ${table.sql} (${columnList(dialect, index.fields)})`,
    upsertByRevision(table, fields, records) {
      const row = `(${fields.map(() => '?').join(', ')})`;
      const changes = revisedFields(fields)
        .filter((field) => field.name !== 'revision')
        .map(
          (field) =>
            `${quoted(field)} = IF(VALUES(\`revision\`) > \`revision\`, VALUES(${quoted(field)}), ${quoted(field)})`,
        );
      const beginning = `INSERT INTO ${table.sql} (${columnList(dialect, fields)}) VALUES `;
      // Assignments see those before them, so the revision comes last. INSERT IGNORE would store falsified values.
      const ending = ` ON DUPLICATE KEY UPDATE ${changes.join(', ')}, \`revision\` = GREATEST(\`revision\`, VALUES(\`revision\`))`;
      return chunksOfRows(fields, records).map(({ rowCount, parameters }) => ({
        text: `${beginning}${Array.from({ length: rowCount }, () => row).join(', ')}${ending}`,
        parameters,
      }));
    },
    deleteBefore: (table, before, limit) => ({
      text: `DELETE FROM ${table.sql} WHERE \`timestamp\` < ? ORDER BY \`timestamp\` LIMIT ${limit}`,
      parameters: [encode(recordFields.timestamp, before)],
    }),
    periodNumber(interval, column, offsetSeconds) {
      // Seconds since the year 0; 1970 began 62,167,219,200 of them, or 719,528 days, later.
      const local = (): string => `TO_SECONDS(${column}) + ${offsetSeconds()}`;
      const calendar = (): string => `${column} + INTERVAL ${offsetSeconds()} SECOND`;
      switch (interval) {
        case 'hour':
          return `(${local()} - 62167219200) DIV 3600 * 3600 - ${offsetSeconds()}`;
        case 'day':
          return `(${local()}) DIV 86400 - 719528`;
        case 'week':
          return `((${local()}) DIV 86400 - 719525) DIV 7`;
        case 'month':
          return `YEAR(${calendar()}) * 12 + MONTH(${calendar()}) - 1`;
      }
    },
    // JSON functions answer in a collation that pads.
    tagValue: (column, key) => `JSON_UNQUOTE(JSON_EXTRACT(${column}, ${key})) COLLATE ${collation}`,
    encodeTagKey: (key) => `$.${JSON.stringify(key)}`,
    sumAmount: (column) => [`CAST(COALESCE(SUM(${column}), 0) AS CHAR)`],
    decodeAmount: ([sum]) => parseUsd(String(sum)),
    // MariaDB takes the name of a sum in ORDER BY only by itself, and by itself it would be text.
    orderByAmount: (_sums, column) => [`COALESCE(SUM(${column}), 0) DESC`],
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

/** The values of as many rows as one statement takes, again and again. */
function chunksOfRows(
  fields: readonly RecordField[],
  records: readonly TrackingData[],
): { rowCount: number; parameters: MysqlParameter[] }[] {
  const chunks: { rowCount: number; parameters: MysqlParameter[]; bytes: number }[] = [];
  for (const record of records) {
    const row = fields.map((field) => {
      const value = record[field.name];
      return value === null ? null : encode(field, value);
    });
    const bytes = row.reduce<number>((sum, value) => sum + byteLength(value), 0);
    const last = chunks.at(-1);
    if (last !== undefined && last.rowCount < maxRowsPerStatement && last.bytes + bytes <= maxBytesPerStatement) {
      last.rowCount += 1;
      last.bytes += bytes;
      for (const value of row) last.parameters.push(value);
    } else {
      chunks.push({ rowCount: 1, parameters: row, bytes });
    }
  }
  return chunks;
}

function byteLength(value: MysqlParameter): number {
  return typeof value === 'string' ? Buffer.byteLength(value) : bytesPerNumber;
}
