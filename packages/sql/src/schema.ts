import { LlmTrackerError, type RecordField, recordFields } from '@llm-tracker/core/plugin';
import type { SqlDialect, SqlIndex } from './sql-dialect.ts';
import type { SqlDriver } from './sql-driver.ts';
import type { SqlTable } from './sql-table.ts';

const fields: readonly RecordField[] = Object.values(recordFields);

interface SchemaGap {
  /** Without these nothing can be stored or read. */
  readonly needed: readonly string[];
  /** Without these it is only slower. */
  readonly indexes: readonly string[];
}

/**
 * Creates the table or adds what it lacks: columns and indexes, nothing else. Another process doing the same at the same time is no error.
 * With `check` it changes nothing and rejects with an error of code `schema_missing` that shows the missing SQL.
 */
export async function ensureSchema<Parameter>(
  dialect: SqlDialect<Parameter>,
  driver: SqlDriver<Parameter>,
  table: SqlTable,
  mode: 'auto' | 'check',
): Promise<void> {
  const gap = await findGap(dialect, driver, table);
  const missing = [...gap.needed, ...gap.indexes];
  if (mode === 'check') {
    if (gap.needed.length > 0) throw schemaMissing(table, missing);
    return;
  }
  if (missing.length === 0) return;
  try {
    await driver.write(missing.map((text) => ({ text, parameters: [] })));
  } catch (error) {
    // Whoever lost the race finds the work done.
    const after = await findGap(dialect, driver, table);
    if (after.needed.length + after.indexes.length > 0) throw error;
  }
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
  };
}

function schemaMissing(table: SqlTable, statements: readonly string[]): LlmTrackerError {
  const sql = statements.map((statement) => `${statement};`).join('\n');
  return new LlmTrackerError(
    'schema_missing',
    `The table ${table.sql} is missing or lacks columns. Run this SQL, or connect once with migrations: 'auto':\n${sql}`,
  );
}
