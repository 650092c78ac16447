import type { SqlStatement } from '../sql-dialect.ts';
import type { SqlDriver, SqlRow } from '../sql-driver.ts';
import type { SqlTable } from '../sql-table.ts';
import { breaksPostgresConnection } from './classify-postgres-error.ts';
import type { PostgresParameter } from './postgres-dialect.ts';
import { readPostgresValue } from './read-postgres-value.ts';

/** What is used of a client of `pg`. */
export interface PostgresClient {
  query(query: PostgresQuery): Promise<{ rows: unknown[]; rowCount: number | null }>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}

/** A query as `pg` takes it. */
export interface PostgresQuery {
  text: string;
  values: unknown[];
  types: { getTypeParser(typeId: number): (text: string) => unknown };
  query_timeout?: number;
}

/** A client while one caller has it. `release` gives it back, or ends it if it is `broken`. */
export interface PostgresCheckout {
  readonly client: PostgresClient;
  release(broken: boolean): void | Promise<void>;
}

/** How `migrate` works; CockroachDB has neither advisory locks nor schema changes in transactions, and needs no lock. */
export interface PostgresDriverOptions {
  /** @default true */
  readonly hasAdvisoryLocks?: boolean;
}

// Parsers that the app has set for its own queries must not change what we read.
const types = { getTypeParser: (typeId: number) => (text: string) => readPostgresValue(typeId, text) };
// They end with the transaction: a session may be the app's, or that of a pooler, which lends it to somebody else. Whoever waits for a lock is ended by the
// server, for one whose client has gone would go on waiting; what we read has the form that we expect.
const statementSettings = "SET LOCAL statement_timeout = '10s'; SET LOCAL DateStyle = 'ISO'";
// An index of a large table takes its time, but nobody else's: other sessions queue behind whoever waits for a table.
const schemaSettings = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '5s'";
// Beyond what the server allows, for connections on which nothing arrives any more.
const queryTimeoutMs = 12_000;
const noListener = (): void => undefined;

/** Statements over clients of `pg`, wherever they come from. A client that an error has made useless is not given back. */
export function createPostgresDriver(
  checkOut: () => Promise<PostgresCheckout>,
  { hasAdvisoryLocks = true }: PostgresDriverOptions = {},
): SqlDriver<PostgresParameter> {
  const run = async <Result>(work: (client: PostgresClient) => Promise<Result>): Promise<Result> => {
    const { client, release } = await checkOut();
    // Without a listener the end of a connection would be an error of the app.
    client.on('error', noListener);
    let isBroken = false;
    try {
      return await work(client);
    } catch (error) {
      isBroken = breaksPostgresConnection(error);
      throw error;
    } finally {
      await release(isBroken);
      client.removeListener('error', noListener);
    }
  };
  return {
    query: (statement) =>
      run((client) => inTransaction(client, statementSettings, async () => (await execute(client, statement)).rows)),
    write: (statements) =>
      run((client) => inTransaction(client, statementSettings, () => writeAll(client, statements))),
    migrate: (statements, table) =>
      run((client) =>
        hasAdvisoryLocks
          ? inTransaction(client, schemaSettings, () => migrateAlone(client, statements, table))
          : writeAll(client, statements.map(withoutValues)).then(() => true),
      ),
  };
}

async function execute(
  client: PostgresClient,
  { text, parameters }: SqlStatement<PostgresParameter>,
  options: { query_timeout?: number } = { query_timeout: queryTimeoutMs },
): Promise<{ rows: SqlRow[]; changed: number }> {
  const { rows, rowCount } = await client.query({ text, values: [...parameters], types, ...options });
  // Rows are objects by column name: no query here asks for arrays.
  return { rows: rows as SqlRow[], changed: rowCount ?? 0 };
}

async function writeAll(
  client: PostgresClient,
  statements: readonly SqlStatement<PostgresParameter>[],
): Promise<number> {
  let changed = 0;
  for (const statement of statements) changed += (await execute(client, statement)).changed;
  return changed;
}

async function inTransaction<Result>(
  client: PostgresClient,
  settings: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    await execute(client, withoutValues(`BEGIN; ${settings}`));
    const result = await work();
    await execute(client, withoutValues('COMMIT'));
    return result;
  } catch (error) {
    // Where this fails too, its error says that the connection is of no more use.
    if (!breaksPostgresConnection(error)) await execute(client, withoutValues('ROLLBACK'));
    throw error;
  }
}

/** In a transaction, so that it also holds behind a pooler that gives each transaction another connection. Never waits: who waits for a lock can be part of a deadlock. */
async function migrateAlone(client: PostgresClient, statements: readonly string[], table: SqlTable): Promise<boolean> {
  const lock = await execute(client, {
    text: 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS held',
    parameters: [`llm-tracker ${table.sql}`],
  });
  if (lock.rows[0]?.['held'] !== true) return false;
  for (const statement of statements) await execute(client, withoutValues(statement), {});
  return true;
}

function withoutValues(text: string): SqlStatement<PostgresParameter> {
  return { text, parameters: [] };
}
