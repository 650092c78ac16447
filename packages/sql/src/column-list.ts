import type { RecordField } from '@llm-tracker/core/plugin';
import type { SqlDialect } from './sql-dialect.ts';

type Naming = Pick<SqlDialect<never>, 'quote' | 'columnName'>;

/** The quoted column of a field. */
export function quotedColumn(dialect: Naming, field: RecordField): string {
  return dialect.quote(dialect.columnName(field));
}

/** Quoted columns, separated by commas. */
export function columnList(dialect: Naming, fields: readonly RecordField[]): string {
  return fields.map((field) => quotedColumn(dialect, field)).join(', ');
}

/** Fields that a higher revision changes: all but the id and the start of the call. */
export function revisedFields(fields: readonly RecordField[]): RecordField[] {
  return fields.filter((field) => field.name !== 'requestId' && field.name !== 'timestamp');
}
