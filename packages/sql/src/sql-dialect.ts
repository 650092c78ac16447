import type { Interval, RecordField, TrackingData } from '@llm-tracker/core/plugin';
import type { SqlTable } from './sql-table.ts';

/** A statement with its values. `Parameter` is what the driver binds. */
export interface SqlStatement<Parameter> {
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

/** An index of the table; columns in their order. */
export interface SqlIndex {
  readonly name: string;
  readonly fields: readonly RecordField[];
}

/** What a database says and understands differently from the others. Pure: it only makes and reads text and values. */
export interface SqlDialect<Parameter> {
  /** Makes an identifier of the field table or a checked table name safe as a name. */
  quote(identifier: string): string;
  /** The placeholder of the nth value, counted from 1. */
  placeholder(position: number): string;
  /** The column of a field; its `storedName`, unless the column holds another unit. */
  columnName(field: RecordField): string;
  /** A value that is not null, as it is stored. Throws for what the column cannot hold. */
  encode(field: RecordField, value: NonNullable<TrackingData[keyof TrackingData]>): Parameter;
  /** A stored value that is not null, as it stands in a record. */
  decode(field: RecordField, value: unknown): unknown;
  /** Expression, named as the column: the value of a field, in a form that no setting of a driver makes inexact. */
  selectColumn(field: RecordField): string;
  /** Rows `{ kind: 'column' | 'index' | 'key', name }` of what there is of the table; none when there is no table. `key`: a column of the primary key, where `upsertByRevision` must know it. */
  describeTable(table: SqlTable): SqlStatement<Parameter>;
  /** Statements that create the table if there is none. */
  createTable(table: SqlTable, fields: readonly RecordField[]): readonly string[];
  /** Statements that add a column, which is nullable. */
  addColumn(table: SqlTable, field: RecordField): readonly string[];
  /** The statement that creates an index. */
  createIndex(table: SqlTable, index: SqlIndex): string;
  /** Statements that insert rows or, where the id is stored with a lower revision, replace that row. No id twice in `records`. `keyColumns`: the primary key, unquoted. */
  upsertByRevision(
    table: SqlTable,
    fields: readonly RecordField[],
    records: readonly TrackingData[],
    keyColumns: readonly string[],
  ): readonly SqlStatement<Parameter>[];
  /** The statement that deletes the oldest rows whose call began before an instant, `limit` at most. */
  deleteBefore(table: SqlTable, before: Date, limit: number): SqlStatement<Parameter>;
  /** Expression: the interval of an instant, numbered as core's `periodNumber` does. Each call of `offsetSeconds` binds anew: call it in the order of the text. */
  periodNumber(interval: Interval, column: string, offsetSeconds: () => string): string;
  /** Expression: the text of the tag whose key is bound to `key`; null when it is absent. */
  tagValue(column: string, key: string): string;
  /** The key of a tag, as `tagValue` takes it. */
  encodeTagKey(key: string): Parameter;
  /** Expressions whose sums together are the exact sum of an amount, in the order that `decodeAmount` takes them. */
  sumAmount(column: string): readonly string[];
  /** Pico-dollars of the values of `sumAmount`. */
  decodeAmount(sums: readonly unknown[]): bigint;
  /** Terms of ORDER BY: the greatest amount first. `sums` are the names of the expressions of `sumAmount` of `column`. */
  orderByAmount(sums: readonly string[], column: string): readonly string[];
  /** Term of ORDER BY: absent values first, then code point order. */
  orderByValue(column: string, kind: 'text' | 'boolean'): string;
}
