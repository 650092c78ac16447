import type { RecordField, TrackingData } from '@llm-tracker/core/plugin';
import type { SqlDialect } from './sql-dialect.ts';

/** Collects the values of one statement while its text is written, from left to right. */
export interface StatementValues<Parameter> {
  /** The placeholder of a value. */
  add(value: Parameter): string;
  /** The placeholder of a field's value. */
  addField(field: RecordField, value: NonNullable<TrackingData[keyof TrackingData]>): string;
  readonly parameters: readonly Parameter[];
}

/** No values yet. */
export function createStatementValues<Parameter>(dialect: SqlDialect<Parameter>): StatementValues<Parameter> {
  const parameters: Parameter[] = [];
  const add = (value: Parameter): string => dialect.placeholder(parameters.push(value));
  return { parameters, add, addField: (field, value) => add(dialect.encode(field, value)) };
}
