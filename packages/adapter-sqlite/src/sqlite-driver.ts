import { statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LlmTrackerError } from '@llm-tracker/core/plugin';
import type { SqlDriver, SqliteParameter, SqlRow, SqlStatement } from '@llm-tracker/sql';
import { createDatabaseFile } from './create-database-file.ts';
import { loadSqlite } from './load-sqlite.ts';

const inMemory = ':memory:';
const maxPreparedStatements = 16;

/** What is done with a file: it is only read; its rows are written; it is created, too, and set up. */
export type FileAccess = 'read' | 'write' | 'create';

interface Connection {
  readonly database: DatabaseSync;
  readonly access: FileAccess;
  readonly file: string | null;
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

  /** Opens the file. Does nothing if it is open in that way. Every error names the path; an absent file that is not to be created is one of code `schema_missing`. */
  open(access: FileAccess): void {
    if (this.#connection?.access === access && !this.isStale) return;
    this.close();
    const { DatabaseSync } = loadSqlite();
    if (this.#path !== inMemory) {
      if (access === 'create') createDatabaseFile(this.#path);
      else if (identifyFile(this.#path) === null) throw fileMissing(this.#path);
    }
    let database: DatabaseSync | null = null;
    try {
      database = new DatabaseSync(this.#path, { readOnly: access === 'read' });
      setUp(database, access);
    } catch (error) {
      database?.close();
      throw withPath(error, this.#path);
    }
    this.#connection = { database, access, file: identifyFile(this.#path), prepared: new Map() };
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

/** What tells one file at a path from another one that took its place; null when there is none. */
function identifyFile(path: string): string | null {
  const stats = path === inMemory ? undefined : statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.dev} ${stats.ino}`;
}

/** Reads the file, too, so that one that is no database is told here. */
function setUp(database: DatabaseSync, access: FileAccess): void {
  database.exec('PRAGMA busy_timeout = 0');
  const mode = database.prepare('PRAGMA journal_mode').get()?.['journal_mode'];
  // Readers and one writer do not block each other. Changing the mode needs the file alone, so it is only done once.
  if (access === 'create' && mode !== 'wal' && mode !== 'memory') database.exec('PRAGMA journal_mode = WAL');
  // A commit survives the death of the process; waiting for the disk at each one would hold up the app's event loop.
  if (access !== 'read') database.exec('PRAGMA synchronous = NORMAL');
}

function fileMissing(path: string): LlmTrackerError {
  return new LlmTrackerError(
    'schema_missing',
    `There is no SQLite database ${path}. Correct the filename, or let an app create it by connecting with migrations: 'auto'.`,
  );
}

/** SQLite's own messages do not say which file they are about. */
function withPath(error: unknown, path: string): unknown {
  if (!(error instanceof Error && 'errcode' in error)) return error;
  const message = `The SQLite database ${path} could not be opened: ${error.message}.`;
  return Object.assign(new Error(message, { cause: error }), { errcode: error.errcode });
}

function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // Some errors, such as a full disk, have rolled back already; the first error is the one to tell.
  }
}
