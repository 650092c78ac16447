import { type ResolvedCallQuery, recordFields, type TrackingData } from '@llm-tracker/core/plugin';
import type { ClickHouseTable } from './clickhouse-options.ts';
import { columnOf, columns, literal, typeOf } from './column.ts';
import { pageConditions, where } from './conditions.ts';
import { encodeRows, selectedColumns } from './row-codec.ts';
import { createValues, type Statement } from './statement.ts';

const time = columnOf(recordFields.timestamp);
const id = columnOf(recordFields.requestId);
const revision = columnOf(recordFields.revision);
const columnList = columns.map(columnOf).join(', ');
const structure = literal(columns.map((field) => `${columnOf(field)} ${typeOf(field)}`).join(', '));

/**
 * Inserts rows. Of two rows with one id and revision the engine would keep the later one, so what is stored already is left out here;
 * lower revisions are left to the engine. At least one record.
 */
export function insertStatement(table: ClickHouseTable, records: readonly TrackingData[]): Statement {
  const values = createValues();
  const ids = records.map((record) => record.requestId).sort();
  const times = records.map((record) => record.timestamp.getTime()).sort((left, right) => left - right);
  // Ranges, which the primary key can be searched by. Ids begin with their time, so few other rows lie between.
  const stored = where([
    `${time} >= ${values.addTime(times.at(0) ?? 0)}`,
    `${time} <= ${values.addTime(times.at(-1) ?? 0)}`,
    `${id} >= ${values.addField(recordFields.requestId, ids.at(0) ?? '')}`,
    `${id} <= ${values.addField(recordFields.requestId, ids.at(-1) ?? '')}`,
  ]);
  const text =
    `INSERT INTO ${table.sql} (${columnList}) SELECT ${columnList} FROM input(${structure})` +
    ` WHERE (${id}, ${revision}) NOT IN (SELECT ${id}, ${revision} FROM ${table.sql}${stored}) FORMAT JSONCompactEachRow\n`;
  return { text: text + encodeRows(records), values: values.byName };
}

/** Selects one page of calls, every column. `requestIds` are those of this statement. */
export function listStatement(
  table: ClickHouseTable,
  query: ResolvedCallQuery,
  requestIds: readonly string[] | null,
): Statement {
  const values = createValues();
  const conditions = where(pageConditions(query, requestIds, values));
  const direction = query.order === 'oldest' ? 'ASC' : 'DESC';
  const order = `${time} ${direction}, ${id} ${direction}`;
  const text = `SELECT ${selectedColumns} FROM ${table.sql} FINAL${conditions} ORDER BY ${order} LIMIT ${query.limit}`;
  return { text, values: values.byName };
}

/** Selects the first and the last instant that is stored, in milliseconds, and whether anything is. */
export function rangeStatement(table: ClickHouseTable): Statement {
  const end = (aggregate: string): string => `toUnixTimestamp64Milli(${aggregate}(${time}))`;
  return { text: `SELECT ${end('min')}, ${end('max')}, count() > 0 FROM ${table.sql}`, values: {} };
}

/** Counts the calls that began from one instant (included) to another (not included). */
export function countStatement(table: ClickHouseTable, startMs: number, endMs: number): Statement {
  const values = createValues();
  const range = where([`${time} >= ${values.addTime(startMs)}`, `${time} < ${values.addTime(endMs)}`]);
  return { text: `SELECT count() FROM ${table.sql} FINAL${range}`, values: values.byName };
}

/** Deletes the calls that began from one instant (included) to another (not included). */
export function deleteStatement(table: ClickHouseTable, startMs: number, endMs: number): Statement {
  const values = createValues();
  const range = where([`${time} >= ${values.addTime(startMs)}`, `${time} < ${values.addTime(endMs)}`]);
  return { text: `DELETE FROM ${table.sql}${range}`, values: values.byName };
}
