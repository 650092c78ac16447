import type { SqlDriver, SqliteParameter, SqlRow, SqlStatement } from '@llm-tracker/sql';
import { nativeConnection, type TypeormDataSource } from './typeorm-data-source.ts';

/** What is used of a database of `better-sqlite3`. */
interface BetterSqliteDatabase {
  readonly inTransaction: boolean;
  exec(sql: string): unknown;
  pragma(sql: string, options?: { simple: boolean }): unknown;
  prepare(sql: string): BetterSqliteStatement;
}

interface BetterSqliteStatement {
  all(...values: SqliteParameter[]): unknown[];
  run(...values: SqliteParameter[]): { changes: number };
}

const maxPreparedStatements = 100;

/** What is used of a database of `sqlite3`. */
interface CallbackSqliteDatabase {
  all(sql: string, values: SqliteParameter[], callback: (error: Error | null, rows: unknown[]) => void): unknown;
  run(
    sql: string,
    values: SqliteParameter[],
    callback: (this: { changes: number }, error: Error | null) => void,
  ): unknown;
}

/**
 * Statements over the one connection that a data source of type `better-sqlite3` has. Every write is a transaction that begins and ends without the
 * app's turn in between; while the app has one open, writing is refused and repeated later. Nothing waits for a lock of another process.
 */
export function betterSqliteDriverOf(dataSource: TypeormDataSource): SqlDriver<SqliteParameter> {
  const preparedBy = new WeakMap<BetterSqliteDatabase, Map<string, BetterSqliteStatement>>();
  const prepare = (database: BetterSqliteDatabase, text: string): BetterSqliteStatement => {
    const prepared = preparedBy.get(database) ?? new Map<string, BetterSqliteStatement>();
    preparedBy.set(database, prepared);
    const statement = prepared.get(text) ?? database.prepare(text);
    if (prepared.size >= maxPreparedStatements) prepared.clear();
    prepared.set(text, statement);
    return statement;
  };
  const open = async (): Promise<BetterSqliteDatabase> => {
    const connection = await dataSource.createQueryRunner('master').connect();
    return nativeConnection<BetterSqliteDatabase>(connection, ['prepare', 'exec', 'pragma'], 'better-sqlite3');
  };
  const write = async (statements: readonly SqlStatement<SqliteParameter>[]): Promise<number> => {
    const database = await open();
    if (database.inTransaction) throw appsTransaction();
    return withoutWaiting(database, () => {
      let changed = 0;
      database.exec('BEGIN IMMEDIATE');
      try {
        for (const { text, parameters } of statements) changed += prepare(database, text).run(...parameters).changes;
        database.exec('COMMIT');
        return changed;
      } catch (error) {
        // Some errors have rolled back already.
        if (database.inTransaction) database.exec('ROLLBACK');
        throw error;
      }
    });
  };
  return {
    query: async ({ text, parameters }) => prepare(await open(), text).all(...parameters) as SqlRow[],
    write,
    migrate: (statements) => write(statements.map((text) => ({ text, parameters: [] }))).then(() => true),
  };
}

/**
 * Statements over the one connection that a data source of type `sqlite` has. The app's statements may run between two of ours, so each is complete by itself
 * instead of a part of a transaction, in which theirs would take part too.
 */
export function callbackSqliteDriverOf(dataSource: TypeormDataSource): SqlDriver<SqliteParameter> {
  const run = async ({ text, parameters }: SqlStatement<SqliteParameter>): Promise<number> => {
    const runner = dataSource.createQueryRunner('master');
    const database = databaseOf(await runner.connect());
    if (runner.isTransactionActive) throw appsTransaction();
    return new Promise((resolve, reject) => {
      database.run(text, parameters.map(bindable), function (error) {
        if (error === null) resolve(this.changes);
        else reject(error);
      });
    });
  };
  const write = async (statements: readonly SqlStatement<SqliteParameter>[]): Promise<number> => {
    const changes = await Promise.all(statements.map(run));
    return changes.reduce((sum, changed) => sum + changed, 0);
  };
  return {
    async query({ text, parameters }) {
      const database = databaseOf(await dataSource.createQueryRunner('master').connect());
      return new Promise((resolve, reject) => {
        database.all(text, parameters.map(bindable), (error, rows) => {
          if (error === null) resolve(rows as SqlRow[]);
          else reject(error);
        });
      });
    },
    write,
    async migrate(statements) {
      for (const text of statements) await run({ text, parameters: [] });
      return true;
    },
  };
}

function databaseOf(connection: unknown): CallbackSqliteDatabase {
  return nativeConnection<CallbackSqliteDatabase>(connection, ['all', 'run'], 'sqlite3');
}

function appsTransaction(): Error {
  return new Error("The app has a transaction open on the data source's only connection.");
}

/** Waiting for another process would hold up the app, because every statement runs in its thread. What the app has set comes back. */
function withoutWaiting<Result>(database: BetterSqliteDatabase, work: () => Result): Result {
  const timeoutMs = Number(database.pragma('busy_timeout', { simple: true }));
  database.pragma('busy_timeout = 0');
  try {
    return work();
  } finally {
    database.pragma(`busy_timeout = ${timeoutMs}`);
  }
}

/** `sqlite3` binds no bigint; a column of integers takes their text. */
function bindable(value: SqliteParameter): SqliteParameter {
  return typeof value === 'bigint' ? String(value) : value;
}
