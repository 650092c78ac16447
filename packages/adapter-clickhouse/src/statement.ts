import { type RecordField, recordFields } from '@llm-tracker/core/plugin';
import { typeOf } from './column.ts';
import { encodeInstant } from './row-codec.ts';

/** A statement with its values by name. */
export interface Statement {
  readonly text: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Collects the values of one statement while its text is written. */
export interface StatementValues {
  /** The placeholder of a value. */
  add(type: string, value: unknown): string;
  /** The placeholder of a field's value. */
  addField(field: RecordField, value: string | boolean): string;
  addTime(timeMs: number): string;
  readonly byName: Readonly<Record<string, unknown>>;
}

/** No values yet. */
export function createValues(): StatementValues {
  const byName: Record<string, unknown> = {};
  const add = (type: string, value: unknown): string => {
    const name = `v${Object.keys(byName).length}`;
    byName[name] = value;
    return `{${name}:${type}}`;
  };
  return {
    byName,
    add,
    addField: (field, value) => add(typeOf({ ...field, nullable: false }), value),
    addTime: (timeMs) => add(typeOf(recordFields.timestamp), encodeInstant(new Date(timeMs))),
  };
}
