import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SqlDriver, SqliteParameter, SqlRow, SqlStatement } from '@llm-tracker/sql';
import { createDatabaseFile } from './create-database-file.ts';
import { loadSqlite } from './load-sqlite.ts';

const maxPreparedStatements = 16;

/** One connection to a database file. It never waits for a lock: while another process writes, writing fails at once and can be repeated. */
export class SqliteDriver implements SqlDriver<SqliteParameter> {
  readonly #path: string;
  #database: DatabaseSync | null = null;
  readonly #prepared: Map<string, StatementSync> = new Map();

  /** An absolute path, or `:memory:`. */
  constructor(path: string) {
    this.#path = path;
  }

  /** Opens the file, and creates it unless `readOnly`. Does nothing if it is open. */
  open(options: { readOnly: boolean }): void {
    if (this.#database !== null) return;
    const { DatabaseSync } = loadSqlite();
    if (this.#path !== ':memory:' && !options.readOnly) createDatabaseFile(this.#path);
    const database = new DatabaseSync(this.#path, { readOnly: options.readOnly });
    try {
      database.exec('PRAGMA busy_timeout = 0');
      if (!options.readOnly) setUp(database);
    } catch (error) {
      database.close();
      throw error;
    }
    this.#database = database;
  }

  close(): void {
    this.#prepared.clear();
    this.#database?.close();
    this.#database = null;
  }

  async query(statement: SqlStatement<SqliteParameter>): Promise<SqlRow[]> {
    const prepared = this.#opened().prepare(statement.text);
    // Amounts in pico-dollars are beyond what a number holds exactly.
    prepared.setReadBigInts(true);
    return prepared.all(...statement.parameters);
  }

  async write(statements: readonly SqlStatement<SqliteParameter>[]): Promise<void> {
    const database = this.#opened();
    database.exec('BEGIN IMMEDIATE');
    try {
      for (const { text, parameters } of statements) this.#prepare(database, text).run(...parameters);
      database.exec('COMMIT');
    } catch (error) {
      rollBack(database);
      throw error;
    }
  }

  #opened(): DatabaseSync {
    if (this.#database === null)
      throw new Error(`The SQLite database ${this.#path} is not open. Call connect() first.`);
    return this.#database;
  }

  #prepare(database: DatabaseSync, text: string): StatementSync {
    let statement = this.#prepared.get(text);
    if (statement === undefined) {
      if (this.#prepared.size >= maxPreparedStatements) this.#prepared.clear();
      statement = database.prepare(text);
      this.#prepared.set(text, statement);
    }
    return statement;
  }
}

function setUp(database: DatabaseSync): void {
  // Readers and one writer do not block each other. Changing the mode needs the file alone, so it is only done once.
  const mode = database.prepare('PRAGMA journal_mode').get()?.['journal_mode'];
  if (mode !== 'wal' && mode !== 'memory') database.exec('PRAGMA journal_mode = WAL');
  // A commit survives the death of the process; waiting for the disk at each one would hold up the app's event loop.
  database.exec('PRAGMA synchronous = NORMAL');
}

function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // Some errors, such as a full disk, have rolled back already; the first error is the one to tell.
  }
}
