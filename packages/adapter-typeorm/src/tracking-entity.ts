import { columnComments, type RecordField, recordFields } from '@llm-tracker/core/plugin';
import { parseTableName, sqliteDialect } from '@llm-tracker/sql';
import { dataSourceTypeOf } from './typeorm-data-source.ts';

/** For which table of which data source. */
export interface TrackingEntityOptions {
  /** `type` of the data source. For `mysql` and `mariadb` that of the server. */
  type: string;
  /** As the adapter's. @default "llm_tracking" */
  tableName?: string | undefined;
}

type ColumnType =
  | 'uuid'
  | 'char'
  | 'text'
  | 'varchar'
  | 'bigint'
  | 'integer'
  | 'numeric'
  | 'decimal'
  | 'boolean'
  | 'datetime'
  | 'timestamptz'
  | 'json'
  | 'jsonb';

interface EntityColumn {
  type: ColumnType;
  name: string;
  primary?: boolean;
  nullable: boolean;
  length?: number;
  precision?: number;
  scale?: number;
  charset?: string;
  collation?: string;
  comment?: string;
}

/** What TypeORM takes for an `EntitySchema`, in all supported majors. */
export interface TrackingEntity {
  readonly '@instanceof': symbol;
  readonly options: {
    name: string;
    tableName: string;
    schema?: string;
    database?: string;
    columns: Record<string, EntityColumn>;
    indices: { name: string; columns: string[] }[];
    checks: { name: string; expression: string }[];
  };
}

const fields: readonly RecordField[] = Object.values(recordFields);

/**
 * The table as an entity, for an app that generates its own migrations: `entities: [trackingEntity({ type: 'postgres' }), …]`. Without it, TypeORM's
 * `synchronize` leaves the table alone. Throws a ConfigurationError for an unsupported type or a table name that is no identifier.
 */
export function trackingEntity({ type: given, tableName = 'llm_tracking' }: TrackingEntityOptions): TrackingEntity {
  const type = dataSourceTypeOf(given, 'type');
  const { schema, name: table } = parseTableName(tableName, (identifier) => identifier);
  const family = type === 'mysql' || type === 'mariadb' ? 'mysql' : type.includes('sqlite') ? 'sqlite' : 'postgres';
  const collation = type === 'mariadb' ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
  const columnType = {
    mysql: (field: RecordField) => mysqlColumn(field, collation),
    sqlite: sqliteColumn,
    postgres: postgresColumn,
  }[family];
  const columns = fields.map((field): [string, EntityColumn] => [
    field.name,
    {
      name: family === 'sqlite' ? sqliteDialect.columnName(field) : field.storedName,
      ...columnType(field),
      nullable: field.nullable,
      ...(field.name === 'requestId' ? { primary: true } : {}),
      ...(family === 'sqlite' ? {} : { comment: columnComments[field.name] }),
    },
  ]);
  return {
    '@instanceof': Symbol.for('EntitySchema'),
    options: {
      name: 'LlmTracking',
      tableName: table,
      ...(schema === null ? {} : family === 'mysql' ? { database: schema } : { schema }),
      columns: Object.fromEntries(columns),
      indices: [
        { name: `${table}_project_time`, columns: ['projectName', 'timestamp', 'requestId'] },
        { name: `${table}_time`, columns: ['timestamp', 'requestId'] },
      ],
      checks: family === 'postgres' ? [{ name: `${table}_cost_usd_check`, expression: `"cost_usd" <> 'NaN'` }] : [],
    },
  };
}

type ColumnShape = Omit<EntityColumn, 'name' | 'nullable' | 'primary' | 'comment'>;

function postgresColumn({ kind }: RecordField): ColumnShape {
  switch (kind) {
    case 'uuid':
    case 'text':
    case 'boolean':
      return { type: kind };
    case 'integer':
      return { type: 'bigint' };
    case 'decimal':
      return { type: 'numeric', precision: 24, scale: 12 };
    case 'instant':
      return { type: 'timestamptz', precision: 3 };
    case 'json':
      return { type: 'jsonb' };
  }
}

function mysqlColumn({ kind, maxLength }: RecordField, collation: string): ColumnShape {
  switch (kind) {
    case 'uuid':
      return { type: 'char', length: 36, charset: 'ascii', collation: 'ascii_bin' };
    case 'text':
      return { type: 'varchar', length: maxLength ?? 256, charset: 'utf8mb4', collation };
    case 'boolean':
      return { type: 'boolean' };
    case 'integer':
      return { type: 'bigint' };
    case 'decimal':
      return { type: 'decimal', precision: 24, scale: 12 };
    case 'instant':
      return { type: 'datetime', precision: 3 };
    case 'json':
      return { type: 'json' };
  }
}

function sqliteColumn({ kind }: RecordField): ColumnShape {
  return { type: kind === 'uuid' || kind === 'text' || kind === 'json' ? 'text' : 'integer' };
}
