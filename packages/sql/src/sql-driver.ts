import type { SqlStatement } from './sql-dialect.ts';
import type { SqlTable } from './sql-table.ts';

/** One row of a result, by column name. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** What an adapter does with its driver. Rejects with whatever the driver threw. */
export interface SqlDriver<Parameter> {
  /** Runs one statement and returns its rows. */
  query(statement: SqlStatement<Parameter>): Promise<SqlRow[]>;
  /** Runs statements as one transaction; resolves with the count of changed rows when their effect is durable. */
  write(statements: readonly SqlStatement<Parameter>[]): Promise<number>;
  /** Runs statements that change the schema of a table while no other process does. False, with nothing done, while another one does; it never waits for that. */
  migrate(statements: readonly string[], table: SqlTable): Promise<boolean>;
}
