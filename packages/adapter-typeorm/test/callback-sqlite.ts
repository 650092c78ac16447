import { DatabaseSync } from 'node:sqlite';

type Values = (string | number | null)[];
type RowsCallback = (error: Error | null, rows?: unknown) => void;
type RunCallback = (this: { changes: number; lastID: number }, error: Error | null) => void;

/**
 * What TypeORM and the adapter use of the package `sqlite3`, over `node:sqlite`: the native part of `sqlite3` is on no registry. As there, integers come as
 * numbers, also those that no number holds, a bigint cannot be bound, and every callback comes later.
 */
class Database {
  readonly #database: DatabaseSync;

  constructor(path: string, callback: (error: Error | null) => void) {
    this.#database = new DatabaseSync(path);
    setImmediate(callback, null);
  }

  all(sql: string, values: Values | RowsCallback, callback?: RowsCallback): void {
    const [given, answer] = typeof values === 'function' ? [[], values] : [values, callback];
    setImmediate(() => this.#answer(sql, given, answer));
  }

  get(sql: string, values: Values | RowsCallback, callback?: RowsCallback): void {
    const first: RowsCallback = (error, rows) => answer?.(error, Array.isArray(rows) ? rows[0] : undefined);
    const [given, answer] = typeof values === 'function' ? [[], values] : [values, callback];
    setImmediate(() => this.#answer(sql, given, first));
  }

  run(sql: string, values: Values | RunCallback, callback?: RunCallback): void {
    const [given, answer] = typeof values === 'function' ? [[], values] : [values, callback];
    setImmediate(() => {
      try {
        const { changes, lastInsertRowid } = this.#database.prepare(sql).run(...given.map(bindable));
        answer?.call({ changes: Number(changes), lastID: Number(lastInsertRowid) }, null);
      } catch (error) {
        answer?.call({ changes: 0, lastID: 0 }, asError(error));
      }
    });
  }

  configure(): void {}

  close(callback: (error: Error | null) => void): void {
    this.#database.close();
    setImmediate(callback, null);
  }

  #answer(sql: string, values: Values, callback: RowsCallback | undefined): void {
    try {
      const statement = this.#database.prepare(sql);
      statement.setReadBigInts(true);
      const rows = statement
        .all(...values.map(bindable))
        .map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
          ),
        );
      callback?.(null, rows);
    } catch (error) {
      callback?.(asError(error));
    }
  }
}

function bindable(value: unknown): string | number | null {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  throw new TypeError(`sqlite3 binds no ${typeof value}`);
}

/** As `sqlite3` names errors. */
function asError(error: unknown): Error {
  const isConstraint = error instanceof Error && /constraint/i.test(error.message);
  return Object.assign(error instanceof Error ? error : new Error(String(error)), {
    code: isConstraint ? 'SQLITE_CONSTRAINT' : 'SQLITE_ERROR',
  });
}

/** To be given to a data source of type `sqlite` as its `driver`. */
export const callbackSqlite: unknown = { verbose: () => ({ Database }) };
