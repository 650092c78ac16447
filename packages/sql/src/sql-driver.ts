import type { SqlStatement } from './sql-dialect.ts';

/** One row of a result, by column name. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** What an adapter does with its driver. Rejects with whatever the driver threw. */
export interface SqlDriver<Parameter> {
  /** Runs one statement and returns its rows. */
  query(statement: SqlStatement<Parameter>): Promise<SqlRow[]>;
  /** Runs statements in one transaction, or one alone as it is; resolves when their effect is durable. */
  write(statements: readonly SqlStatement<Parameter>[]): Promise<void>;
}
