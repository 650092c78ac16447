import { type RecordField, type ResolvedCallQuery, recordFields } from '@llm-tracker/core/plugin';
import type { SqlDialect, SqlStatement } from './sql-dialect.ts';
import type { SqlTable } from './sql-table.ts';
import { createStatementValues } from './statement-values.ts';
import { pageConditions, whereClause } from './where-clause.ts';

/** Selects one page of calls, every column. `requestIds` are those of this statement. */
export function listStatement<Parameter>(
  dialect: SqlDialect<Parameter>,
  table: SqlTable,
  query: ResolvedCallQuery,
  requestIds: readonly string[] | null,
): SqlStatement<Parameter> {
  // With its table: what is selected under the same name may be text, which no index has in its order.
  const column = (field: RecordField): string => `${table.sql}.${dialect.quote(dialect.columnName(field))}`;
  const values = createStatementValues(dialect);
  const direction = query.order === 'oldest' ? 'ASC' : 'DESC';
  const columns = Object.values<RecordField>(recordFields).map(dialect.selectColumn).join(', ');
  const where = whereClause(pageConditions(dialect, query, requestIds, values));
  const order = `${column(recordFields.timestamp)} ${direction}, ${column(recordFields.requestId)} ${direction}`;
  return {
    text: `SELECT ${columns} FROM ${table.sql}${where} ORDER BY ${order} LIMIT ${query.limit}`,
    parameters: values.parameters,
  };
}
