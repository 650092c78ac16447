import { setTimeout as wait } from 'node:timers/promises';
import { ConfigurationError, LlmTrackerError, type RecordField, recordFields } from '@llm-tracker/core/plugin';
import { isPermissionDenied } from './is-permission-denied.ts';
import type { SqlDialect, SqlIndex } from './sql-dialect.ts';
import type { SqlDriver } from './sql-driver.ts';
import type { SqlTable } from './sql-table.ts';

const fields: readonly RecordField[] = Object.values(recordFields);
const unchangedColumns = [recordFields.requestId.storedName, recordFields.timestamp.storedName];
// How long another process may take to change the schema, and how often to look whether it has.
const maxLooks = 60;
const longestWaitMs = 250;

interface SchemaGap {
  /** Without these nothing can be stored or read. */
  readonly needed: readonly string[];
  /** Without these it is only slower. */
  readonly indexes: readonly string[];
  /** Columns of the primary key, where the database says so. */
  readonly keyColumns: readonly string[];
}

/**
 * Creates the table or adds what it lacks: columns and indexes, nothing else. Any number of processes may do so at once; one changes, the others
 * look until it is done. With `check` it changes nothing and rejects with an error of code `schema_missing` that shows the missing SQL.
 * Resolves with the columns of the primary key.
 */
export async function ensureSchema<Parameter>(
  dialect: SqlDialect<Parameter>,
  driver: SqlDriver<Parameter>,
  table: SqlTable,
  mode: 'auto' | 'check',
): Promise<readonly string[]> {
  let gap = await findGap(dialect, driver, table);
  if (mode === 'check') {
    if (gap.needed.length > 0) throw schemaMissing(table, gap);
    return checkedKey(table, gap);
  }
  for (let look = 1; sizeOf(gap) > 0; look += 1) {
    const before = gap;
    const failure = await change(driver, table, gap);
    gap = await findGap(dialect, driver, table);
    // Whoever lost the race finds the work done, or some of it.
    if (failure !== null && sizeOf(gap) >= sizeOf(before)) {
      throw isPermissionDenied(failure.error) ? schemaMissing(table, gap, failure.error) : failure.error;
    }
    if (look === maxLooks && sizeOf(gap) > 0)
      throw new Error(`Another process has been changing ${table.sql} for long.`);
  }
  return checkedKey(table, gap);
}

/** Fills the gap, or waits a moment while another process does. */
async function change<Parameter>(
  driver: SqlDriver<Parameter>,
  table: SqlTable,
  gap: SchemaGap,
): Promise<{ error: unknown } | null> {
  try {
    const isDone = await driver.migrate([...gap.needed, ...gap.indexes], table);
    if (!isDone) await wait(longestWaitMs * (0.2 + 0.8 * Math.random()));
    return null;
  } catch (error) {
    return { error };
  }
}

function sizeOf(gap: SchemaGap): number {
  return gap.needed.length + gap.indexes.length;
}

/** The indexes of the table: one project in time, everything in time. */
function tableIndexes(table: SqlTable): readonly SqlIndex[] {
  const { projectName, timestamp, requestId } = recordFields;
  return [
    { name: `${table.name}_project_time`, fields: [projectName, timestamp, requestId] },
    { name: `${table.name}_time`, fields: [timestamp, requestId] },
  ];
}

async function findGap<Parameter>(
  dialect: SqlDialect<Parameter>,
  driver: SqlDriver<Parameter>,
  table: SqlTable,
): Promise<SchemaGap> {
  const rows = await driver.query(dialect.describeTable(table));
  const existing = new Set(rows.map((row) => `${row['kind']} ${row['name']}`));
  const newTable = !rows.some((row) => row['kind'] === 'column');
  const newColumns = fields.filter((field) => !existing.has(`column ${dialect.columnName(field)}`));
  return {
    needed: newTable
      ? dialect.createTable(table, fields)
      : newColumns.flatMap((field) => dialect.addColumn(table, field)),
    indexes: tableIndexes(table)
      .filter((index) => !existing.has(`index ${index.name}`))
      .map((index) => dialect.createIndex(table, index)),
    keyColumns: rows.filter((row) => row['kind'] === 'key').map((row) => String(row['name'])),
  };
}

/** A column that a higher revision changes would make two rows of one call. */
function checkedKey(table: SqlTable, { keyColumns }: SchemaGap): readonly string[] {
  if (keyColumns.length === 0) return unchangedColumns.slice(0, 1);
  const isRight = keyColumns.includes('request_id') && keyColumns.every((name) => unchangedColumns.includes(name));
  if (isRight) return keyColumns;
  throw new ConfigurationError(
    `the primary key of ${table.sql}`,
    'request_id, or request_id and timestamp, which no revision changes',
    keyColumns.join(', '),
  );
}

function schemaMissing(table: SqlTable, { needed, indexes }: SchemaGap, cause?: unknown): LlmTrackerError {
  const sql = [...needed, ...indexes].map((statement) => `${statement};`).join('\n');
  const reason =
    cause === undefined ? 'is missing or lacks columns' : 'must be changed, which this database user may not do';
  return new LlmTrackerError(
    'schema_missing',
    `The table ${table.sql} ${reason}. Run this SQL, or connect once with migrations: 'auto' and the right to do so:\n${sql}`,
    { cause },
  );
}
