import { statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SqlDriver, SqliteParameter, SqlRow, SqlStatement } from '@llm-tracker/sql';
import { createDatabaseFile } from './create-database-file.ts';
import { loadSqlite } from './load-sqlite.ts';

const inMemory = ':memory:';
const maxPreparedStatements = 16;

interface Connection {
  readonly database: DatabaseSync;
  readonly readOnly: boolean;
  readonly file: string;
  readonly prepared: Map<string, StatementSync>;
}

/** One connection to a database file. It never waits for a lock: while another process writes, writing fails at once and can be repeated. */
export class SqliteDriver implements SqlDriver<SqliteParameter> {
  readonly #path: string;
  #connection: Connection | null = null;

  /** An absolute path, or `:memory:`. */
  constructor(path: string) {
    this.#path = path;
  }

  /** Whether the file was deleted or moved since it was opened: SQLite would go on writing to what nobody can find. */
  get isStale(): boolean {
    return this.#connection !== null && this.#connection.file !== identifyFile(this.#path);
  }

  /** Opens the file, and creates it unless `readOnly`. Does nothing if it is open in that way. */
  open(options: { readOnly: boolean }): void {
    if (this.#connection?.readOnly === options.readOnly && !this.isStale) return;
    this.close();
    const { DatabaseSync } = loadSqlite();
    if (this.#path !== inMemory && !options.readOnly) createDatabaseFile(this.#path);
    const database = new DatabaseSync(this.#path, { readOnly: options.readOnly });
    try {
      database.exec('PRAGMA busy_timeout = 0');
      if (!options.readOnly) setUp(database);
    } catch (error) {
      database.close();
      throw error;
    }
    this.#connection = { database, readOnly: options.readOnly, file: identifyFile(this.#path), prepared: new Map() };
  }

  close(): void {
    this.#connection?.database.close();
    this.#connection = null;
  }

  async query(statement: SqlStatement<SqliteParameter>): Promise<SqlRow[]> {
    const prepared = this.#opened().database.prepare(statement.text);
    // Amounts in pico-dollars are beyond what a number holds exactly.
    prepared.setReadBigInts(true);
    return prepared.all(...statement.parameters);
  }

  async write(statements: readonly SqlStatement<SqliteParameter>[]): Promise<number> {
    const connection = this.#opened();
    let changed = 0;
    connection.database.exec('BEGIN IMMEDIATE');
    try {
      for (const { text, parameters } of statements) {
        changed += Number(prepare(connection, text).run(...parameters).changes);
      }
      connection.database.exec('COMMIT');
      return changed;
    } catch (error) {
      rollBack(connection.database);
      throw error;
    }
  }

  async migrate(statements: readonly string[]): Promise<boolean> {
    await this.write(statements.map((text) => ({ text, parameters: [] })));
    return true;
  }

  #opened(): Connection {
    if (this.#connection === null) {
      throw new Error(`The SQLite database ${this.#path} is not open. Call connect() first.`);
    }
    return this.#connection;
  }
}

function prepare({ database, prepared }: Connection, text: string): StatementSync {
  let statement = prepared.get(text);
  if (statement === undefined) {
    if (prepared.size >= maxPreparedStatements) prepared.clear();
    statement = database.prepare(text);
    prepared.set(text, statement);
  }
  return statement;
}

/** What tells one file at a path from another one that took its place. */
function identifyFile(path: string): string {
  const stats = path === inMemory ? undefined : statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? 'none' : `${stats.dev} ${stats.ino}`;
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
