import { ConfigurationError } from '@llm-tracker/core/plugin';
import type { SqlStatement } from '../sql-dialect.ts';
import type { SqlDriver, SqlRow } from '../sql-driver.ts';
import type { SqlTable } from '../sql-table.ts';
import { breaksMysqlConnection } from './classify-mysql-error.ts';
import type { MysqlParameter } from './mysql-dialect.ts';

/** What is used of a connection of `mysql2`, the one with promises. */
export interface MysqlConnection {
  /** The connection itself: the same object each time that the pool lends it. */
  readonly connection: object;
  execute(query: MysqlQuery): Promise<[result: unknown, fields: unknown]>;
  query(query: MysqlQuery): Promise<[result: unknown, fields: unknown]>;
  unprepare(sql: string): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}

/** A query as `mysql2` takes it. */
export interface MysqlQuery {
  sql: string;
  values: MysqlParameter[];
  timeout?: number;
}

/** A connection while one caller has it. `release` gives it back, or ends it if it is `broken`. */
export interface MysqlCheckout {
  readonly connection: MysqlConnection;
  release(broken: boolean): void | Promise<void>;
}

// Text, number of values and size of a batch are part of a statement: a server need not keep all that ever were.
const maxPreparedStatements = 8;
const statementTimeoutMs = 10_000;
const lockWaitSeconds = 5;
const noListener = (): void => undefined;

interface Session {
  readonly sqlMode: string;
  readonly isStrict: boolean;
  /** Texts of prepared statements, the least recently used first. */
  readonly prepared: Set<string>;
}

/** Statements over connections of `mysql2`, wherever they come from: values are bound by the server. A connection that an error has made useless is not given back. */
export function createMysqlDriver(checkOut: () => Promise<MysqlCheckout>): SqlDriver<MysqlParameter> {
  const sessions = new WeakMap<object, Session>();
  const run = async <Result>(
    work: (connection: MysqlConnection, session: Session) => Promise<Result>,
  ): Promise<Result> => {
    const { connection, release } = await checkOut();
    // Without a listener the end of a connection would be an error of the app.
    connection.on('error', noListener);
    let isBroken = false;
    try {
      const session = sessions.get(connection.connection) ?? (await readSession(connection));
      sessions.set(connection.connection, session);
      return await work(connection, session);
    } catch (error) {
      isBroken = breaksMysqlConnection(error);
      throw error;
    } finally {
      await release(isBroken);
      connection.removeListener('error', noListener);
    }
  };
  return {
    query: (statement) => run((connection, session) => execute(connection, session, statement).then(rowsOf)),
    write: (statements) =>
      run((connection, session) =>
        strictly(connection, session, () =>
          statements.length === 1
            ? writeAll(connection, session, statements)
            : inTransaction(connection, () => writeAll(connection, session, statements)),
        ),
      ),
    migrate: (statements, table) => run((connection) => migrateAlone(connection, statements, table)),
  };
}

async function readSession(connection: MysqlConnection): Promise<Session> {
  const [row] = rowsOf(
    await command(connection, 'SELECT @@SESSION.sql_mode AS mode, @@character_set_client AS charset'),
  );
  const [sqlMode, charset] = [String(row?.['mode'] ?? ''), String(row?.['charset'])];
  if (charset !== 'utf8mb4') throw new ConfigurationError('the charset of the connection', 'utf8mb4', charset);
  return { sqlMode, isStrict: /STRICT_(ALL|TRANS)_TABLES/.test(sqlMode), prepared: new Set() };
}

/** Without the strict mode the server would store a falsified value where one does not fit. What the app has set comes back. */
async function strictly<Result>(
  connection: MysqlConnection,
  { isStrict, sqlMode }: Session,
  work: () => Promise<Result>,
): Promise<Result> {
  if (isStrict) return work();
  const set = (mode: string): Promise<unknown> =>
    connection.execute({ sql: 'SET SESSION sql_mode = ?', values: [mode], timeout: statementTimeoutMs });
  await set(`${sqlMode},STRICT_ALL_TABLES`.replace(/^,/, ''));
  try {
    return await work();
  } finally {
    await set(sqlMode);
  }
}

async function execute(
  connection: MysqlConnection,
  { prepared }: Session,
  { text, parameters }: SqlStatement<MysqlParameter>,
): Promise<unknown> {
  prepared.delete(text);
  prepared.add(text);
  const [result] = await connection.execute({ sql: text, values: [...parameters], timeout: statementTimeoutMs });
  for (const oldest of prepared) {
    if (prepared.size <= maxPreparedStatements) break;
    prepared.delete(oldest);
    connection.unprepare(oldest);
  }
  return result;
}

/** Runs a statement of ours that has no values. */
async function command(connection: MysqlConnection, sql: string, timeout = statementTimeoutMs): Promise<unknown> {
  const [result] = await connection.query({ sql, values: [], ...(timeout === 0 ? {} : { timeout }) });
  return result;
}

function rowsOf(result: unknown): SqlRow[] {
  return Array.isArray(result) ? result : [];
}

async function writeAll(
  connection: MysqlConnection,
  session: Session,
  statements: readonly SqlStatement<MysqlParameter>[],
): Promise<number> {
  let changed = 0;
  for (const statement of statements) {
    const result = await execute(connection, session, statement);
    if (typeof result === 'object' && result !== null) changed += Number(Reflect.get(result, 'affectedRows') ?? 0);
  }
  return changed;
}

async function inTransaction<Result>(connection: MysqlConnection, work: () => Promise<Result>): Promise<Result> {
  await command(connection, 'START TRANSACTION');
  try {
    const result = await work();
    await command(connection, 'COMMIT');
    return result;
  } catch (error) {
    // On a connection that is gone this fails too; the first error is the one to tell.
    await command(connection, 'ROLLBACK').catch(noListener);
    throw error;
  }
}

/** Schema changes commit by themselves here, each for itself; the lock goes with the connection if this process dies. */
async function migrateAlone(
  connection: MysqlConnection,
  statements: readonly string[],
  table: SqlTable,
): Promise<boolean> {
  const lock = `CONCAT('llm-tracker:', LEFT(SHA2(CONCAT(COALESCE(DATABASE(), ''), ' ', '${table.sql}'), 256), 32))`;
  const [held] = rowsOf(await command(connection, `SELECT GET_LOCK(${lock}, 0) AS held`));
  if (Number(held?.['held']) !== 1) return false;
  try {
    // Other sessions queue behind whoever waits for a table.
    const [row] = rowsOf(await command(connection, 'SELECT @@SESSION.lock_wait_timeout AS seconds'));
    await command(connection, `SET SESSION lock_wait_timeout = ${lockWaitSeconds}`);
    for (const statement of statements) await command(connection, statement, 0);
    await command(connection, `SET SESSION lock_wait_timeout = ${Number(row?.['seconds'])}`);
    return true;
  } finally {
    await command(connection, `SELECT RELEASE_LOCK(${lock})`).catch(noListener);
  }
}
