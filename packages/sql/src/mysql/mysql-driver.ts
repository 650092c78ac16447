import { ConfigurationError } from '@llm-tracker/core/plugin';
import type { SqlStatement } from '../sql-dialect.ts';
import type { SqlDriver, SqlRow } from '../sql-driver.ts';
import { sqlLiteral } from '../sql-literal.ts';
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
  rowsAsArray: false;
  nestTables: false;
  typeCast: true;
}

/** A connection while one caller has it. `release` gives it back, or ends it if it is `broken`. */
export interface MysqlCheckout {
  readonly connection: MysqlConnection;
  /** Nobody else uses it: its settings may stay as ours. @default false */
  readonly isOwn?: boolean;
  release(broken: boolean): void | Promise<void>;
}

// Text, number of values and size of a batch are part of a statement: a server need not keep all that ever were.
const maxPreparedStatements = 8;
// How long the server may take for a statement, waiting for locks included: it would go on for a client that has gone.
const statementLimitSeconds = 10;
// Beyond that, for connections on which nothing arrives any more.
const statementTimeoutMs = 12_000;
// Other sessions queue behind whoever waits for a table in order to change it.
const schemaLockWaitSeconds = 5;
// Whatever the app has set for its own queries: rows are objects of plain values by column name.
const rowForm = { rowsAsArray: false, nestTables: false, typeCast: true } as const;
const noListener = (): void => undefined;

interface Session {
  /** How the server calls the limit of a statement, and our limit in its unit. */
  readonly limitName: 'max_statement_time' | 'max_execution_time';
  readonly limit: number;
  /** Texts of prepared statements, the least recently used first. */
  readonly prepared: Set<string>;
  /** Whether nobody else uses the connection. */
  readonly isOwn: boolean;
  /** Whether our settings are in force and stay so. */
  isOurs: boolean;
}

/** Statements over connections of `mysql2`, wherever they come from: values are bound by the server. A connection that an error has made useless is not given back. */
export function createMysqlDriver(checkOut: () => Promise<MysqlCheckout>): SqlDriver<MysqlParameter> {
  const sessions = new WeakMap<object, Session>();
  const run = async <Result>(
    work: (connection: MysqlConnection, session: Session) => Promise<Result>,
  ): Promise<Result> => {
    const { connection, isOwn = false, release } = await checkOut();
    // Without a listener the end of a connection would be an error of the app.
    connection.on('error', noListener);
    let isBroken = false;
    try {
      const session = sessions.get(connection.connection) ?? (await readSession(connection, isOwn));
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
    query: (statement) =>
      run((connection, session) =>
        withOurSettings(connection, session, async () => rowsOf(await execute(connection, session, statement))),
      ),
    write: (statements) =>
      run((connection, session) =>
        withOurSettings(connection, session, () =>
          statements.length === 1
            ? writeAll(connection, session, statements)
            : inTransaction(connection, () => writeAll(connection, session, statements)),
        ),
      ),
    migrate: (statements, table) => run((connection, session) => migrateAlone(connection, session, statements, table)),
  };
}

async function readSession(connection: MysqlConnection, isOwn: boolean): Promise<Session> {
  const [row] = rowsOf(await command(connection, 'SELECT VERSION() AS version, @@character_set_client AS charset'));
  const charset = String(row?.['charset']);
  if (charset !== 'utf8mb4') throw new ConfigurationError('the charset of the connection', 'utf8mb4', charset);
  const limit = /mariadb/i.test(String(row?.['version']))
    ? ({ limitName: 'max_statement_time', limit: statementLimitSeconds } as const)
    : ({ limitName: 'max_execution_time', limit: statementLimitSeconds * 1000 } as const);
  return { ...limit, prepared: new Set(), isOwn, isOurs: false };
}

/**
 * Runs our statements under settings that they need, whatever the app has set for itself, and sets those of the app again; on a connection of our own ours
 * stay. Without the strict mode the server would store a falsified value where one does not fit, and without autocommit a statement would wait for a commit
 * of the app's.
 */
async function withOurSettings<Result>(
  connection: MysqlConnection,
  session: Session,
  work: () => Promise<Result>,
): Promise<Result> {
  if (session.isOurs) return work();
  const { limitName, limit } = session;
  const names = ['autocommit', 'lock_wait_timeout', 'innodb_lock_wait_timeout', limitName, 'sql_mode'];
  const before = await readSettings(connection, names);
  const ours = {
    autocommit: 1,
    lock_wait_timeout: Math.min(Number(before['lock_wait_timeout']), statementLimitSeconds),
    innodb_lock_wait_timeout: Math.min(Number(before['innodb_lock_wait_timeout']), statementLimitSeconds),
    // Zero is no limit.
    [limitName]: Math.min(Number(before[limitName]) || limit, limit),
    sql_mode: 'STRICT_ALL_TABLES',
  };
  await applySettings(connection, ours);
  if (session.isOwn) {
    session.isOurs = true;
    return work();
  }
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    // Where this fails too, its error says that the connection is of no more use.
    if (!breaksMysqlConnection(error)) await applySettings(connection, before);
    throw error;
  }
  await applySettings(connection, before);
  return result;
}

type Settings = Readonly<Record<string, string | number>>;

async function readSettings(connection: MysqlConnection, names: readonly string[]): Promise<Settings> {
  const [row] = rowsOf(await command(connection, `SELECT ${names.map((name) => `@@SESSION.${name} AS ${name}`)}`));
  // A pool of the app may give numbers as text.
  const settings = names.map((name) => [name, name === 'sql_mode' ? String(row?.[name]) : Number(row?.[name])]);
  return Object.fromEntries(settings);
}

async function applySettings(connection: MysqlConnection, settings: Settings): Promise<void> {
  const changes = Object.entries(settings).map(
    ([name, value]) => `${name} = ${typeof value === 'number' ? value : sqlLiteral(value)}`,
  );
  await command(connection, `SET SESSION ${changes.join(', ')}`);
}

async function execute(
  connection: MysqlConnection,
  { prepared }: Session,
  { text, parameters }: SqlStatement<MysqlParameter>,
): Promise<unknown> {
  prepared.delete(text);
  prepared.add(text);
  const [result] = await inTime(connection.execute({ sql: text, values: [...parameters], ...rowForm }));
  for (const oldest of prepared) {
    if (prepared.size <= maxPreparedStatements) break;
    prepared.delete(oldest);
    connection.unprepare(oldest);
  }
  return result;
}

/** Runs a statement of ours that has no values. */
async function command(connection: MysqlConnection, sql: string): Promise<unknown> {
  const [result] = await inTime(connection.query({ sql, values: [], ...rowForm }));
  return result;
}

/** `mysql2` has a time limit of its own, but none for preparing a statement. */
async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  const late = Promise.withResolvers<never>();
  const message = `The server did not answer within ${statementTimeoutMs} ms.`;
  const timer = setTimeout(() => late.reject(new Error(message)), statementTimeoutMs);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
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
    // Where this fails too, its error says that the connection is of no more use.
    if (!breaksMysqlConnection(error)) await command(connection, 'ROLLBACK');
    throw error;
  }
}

/** Schema changes commit by themselves here, each for itself; the lock goes with the connection if this process dies. */
async function migrateAlone(
  connection: MysqlConnection,
  { limitName }: Session,
  statements: readonly string[],
  table: SqlTable,
): Promise<boolean> {
  const lock = `CONCAT('llm-tracker:', LEFT(SHA2(CONCAT(COALESCE(DATABASE(), ''), ' ', '${table.sql}'), 256), 32))`;
  const [held] = rowsOf(await command(connection, `SELECT GET_LOCK(${lock}, 0) AS held`));
  if (Number(held?.['held']) !== 1) return false;
  const before = await readSettings(connection, ['lock_wait_timeout', limitName]);
  try {
    // An index of a large table takes its time.
    await applySettings(connection, { lock_wait_timeout: schemaLockWaitSeconds, [limitName]: 0 });
    for (const sql of statements) await connection.query({ sql, values: [], ...rowForm });
    return true;
  } finally {
    await applySettings(connection, before).catch(noListener);
    await command(connection, `SELECT RELEASE_LOCK(${lock})`).catch(noListener);
  }
}
