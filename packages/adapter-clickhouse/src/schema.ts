import { columnComments, LlmTrackerError, type RecordField, recordFields } from '@llm-tracker/core/plugin';
import type { ClickHousePlace, ClickHouseTable } from './clickhouse-options.ts';
import { columnOf, columns, columnTypeOf, literal } from './column.ts';
import { createValues, type Statement } from './statement.ts';

/** What runs statements. */
interface Server {
  query(statement: Statement): Promise<unknown[][]>;
  command(statement: Statement): Promise<void>;
}

/** An existing table, as `system.tables` describes it. */
interface TableShape {
  readonly engine: string;
  readonly engineFull: string;
  readonly keys: string;
  readonly columns: ReadonlySet<string>;
}

// Insert blocks whose tokens the engine remembers; tables without replicas remember none unless told to.
const rememberedTokens = 10_000;

/**
 * Creates the table, adds columns that it lacks and sets its retention; nothing else. An existing table may be replicated or distributed. Rejects with
 * `schema_missing` and the missing SQL where nothing may be changed, and with `schema_unsuitable` for a table that would count calls twice.
 */
export async function ensureSchema(place: ClickHousePlace, server: Server, mode: 'auto' | 'check'): Promise<void> {
  const { table, retentionDays } = place;
  const shape = await readShape(table, server);
  const missing = shape === null ? [createTable(table, retentionDays)] : missingColumns(table, shape);
  if (mode === 'check') {
    if (missing.length > 0) throw schemaMissing(table, missing);
  } else {
    await createMissing(table, missing, server);
  }
  const present = mode === 'check' ? shape : ((await readShape(table, server)) ?? shape);
  if (present === null) return;
  assertCountsOnce(table, present);
  const ttl = retentionDays === null ? null : timeToLive(retentionDays);
  if (mode === 'auto' && ttl !== null && present.engine !== 'Distributed' && !hasRetention(present, retentionDays)) {
    await server.command({ text: `ALTER TABLE ${table.sql} MODIFY TTL ${ttl}`, values: {} });
  }
}

async function createMissing(table: ClickHouseTable, missing: readonly string[], server: Server): Promise<void> {
  try {
    for (const text of missing) await server.command({ text, values: {} });
  } catch (error) {
    throw isPermissionDenied(error) ? schemaMissing(table, missing, error) : error;
  }
}

/** The statement that creates the table. */
function createTable(table: ClickHouseTable, retentionDays: number | null): string {
  const definitions = columns.map(
    (field) => `${columnOf(field)} ${columnTypeOf(field)} COMMENT ${literal(columnComments[field.name])}`,
  );
  const time = columnOf(recordFields.timestamp);
  return [
    `CREATE TABLE IF NOT EXISTS ${table.sql} (${definitions.join(', ')},`,
    ` INDEX timestamp_range ${time} TYPE minmax GRANULARITY 1)`,
    ` ENGINE = ReplacingMergeTree(${columnOf(recordFields.revision)})`,
    ` PARTITION BY toYYYYMM(${time})`,
    ` ORDER BY (toDate(${time}), ${columnOf(recordFields.requestId)})`,
    retentionDays === null ? '' : ` TTL ${timeToLive(retentionDays)}`,
    ` SETTINGS non_replicated_deduplication_window = ${rememberedTokens}`,
  ].join('');
}

async function readShape(table: ClickHouseTable, server: Server): Promise<TableShape | null> {
  const values = createValues();
  const database = table.database === null ? 'currentDatabase()' : values.add('String', table.database);
  const name = values.add('String', table.name);
  const keys = "concat(sorting_key, ', ', partition_key)";
  const [found] = await server.query({
    text: `SELECT engine, engine_full, ${keys} FROM system.tables WHERE database = ${database} AND name = ${name}`,
    values: values.byName,
  });
  if (found === undefined) return null;
  const rows = await server.query({
    text: `SELECT name FROM system.columns WHERE database = ${database} AND table = ${name}`,
    values: values.byName,
  });
  const [engine, engineFull, keysOfTable] = found.map(String);
  return {
    engine: engine ?? '',
    engineFull: engineFull ?? '',
    keys: keysOfTable ?? '',
    columns: new Set(rows.map(([column]) => String(column))),
  };
}

function missingColumns(table: ClickHouseTable, shape: TableShape): string[] {
  const missing = columns.filter((field) => !shape.columns.has(field.storedName));
  return missing.map(
    (field) =>
      `ALTER TABLE ${table.sql} ADD COLUMN IF NOT EXISTS ${columnOf(field)} ${columnTypeOf(field)} COMMENT ${literal(columnComments[field.name])}`,
  );
}

/** The rows of one call must meet: in one table that keeps the highest revision, under keys that no revision changes, and on one shard. */
function assertCountsOnce(table: ClickHouseTable, { engine, engineFull, keys }: TableShape): void {
  const version = new RegExp(`\\b${recordFields.revision.storedName}\\b`);
  const names = (text: string): RecordField[] =>
    columns.filter(({ storedName }) => new RegExp(`\\b${storedName}\\b`).test(text));
  const isFixed = ({ name }: RecordField): boolean => name === 'requestId' || name === 'timestamp';
  if (engine === 'Distributed') {
    const sharding = engineFull.split(',').slice(3).join(',');
    if (names(sharding).some(isFixed) && names(sharding).every(isFixed)) return;
    throw unsuitable(table, `is sharded by ${sharding.trim() || 'nothing'} instead of cityHash64(request_id)`);
  }
  if (!engine.endsWith('ReplacingMergeTree') || !version.test(engineFull.split(')')[0] ?? '')) {
    throw unsuitable(
      table,
      `has the engine ${engine} instead of ReplacingMergeTree(revision) or a Distributed table over such ones`,
    );
  }
  const keyed = names(keys);
  if (!keyed.every(isFixed) || !keyed.some(({ name }) => name === 'requestId')) {
    throw unsuitable(
      table,
      'must be ordered by (toDate(timestamp), request_id), and partitioned by the timestamp only',
    );
  }
}

function timeToLive(retentionDays: number): string {
  return `toDateTime(${columnOf(recordFields.timestamp)}) + INTERVAL ${retentionDays} DAY`;
}

function hasRetention({ engineFull }: TableShape, retentionDays: number | null): boolean {
  return engineFull.includes(`TTL toDateTime(timestamp) + toIntervalDay(${retentionDays})`);
}

/** READONLY and ACCESS_DENIED. */
function isPermissionDenied(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '164' || error.code === '497');
}

function schemaMissing(table: ClickHouseTable, statements: readonly string[], cause?: unknown): LlmTrackerError {
  const sql = statements.map((statement) => `${statement};`).join('\n');
  const reason = cause === undefined ? 'is missing or lacks columns' : 'must be changed, which this user may not do';
  return new LlmTrackerError(
    'schema_missing',
    `The table ${table.sql} ${reason}. Run this SQL, or connect once with migrations: 'auto' and the right to do so:\n${sql}`,
    { cause },
  );
}

function unsuitable(table: ClickHouseTable, problem: string): LlmTrackerError {
  return new LlmTrackerError(
    'schema_unsuitable',
    `The table ${table.sql} would count calls twice: it ${problem}. Choose another tableName, or create the table anew.`,
  );
}
