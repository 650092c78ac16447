import {
  createMysqlDriver,
  createPostgresDriver,
  type MysqlConnection,
  type MysqlParameter,
  type PostgresClient,
  type PostgresDriverOptions,
  type PostgresParameter,
  type SqlDriver,
} from '@llm-tracker/sql';
import { nativeConnection, type TypeormDataSource, type TypeormQueryRunner } from './typeorm-data-source.ts';

/** What is used of a connection of `mysql2`, the one with callbacks. */
interface MysqlCallbackConnection {
  promise(): MysqlConnection;
  destroy(): void;
}

/** Statements over the clients of `pg` that a data source lends. */
export function postgresDriverOf(
  dataSource: TypeormDataSource,
  options: PostgresDriverOptions,
): SqlDriver<PostgresParameter> {
  return createPostgresDriver(async () => {
    const { runner, connection } = await checkOut(dataSource);
    const client = nativeConnection<PostgresClient>(connection, ['query', 'on', 'removeListener'], 'pg');
    return { client, release: (broken) => (broken ? discard(runner) : runner.release()) };
  }, options);
}

/** Statements over the connections of `mysql2` that a data source lends. */
export function mysqlDriverOf(dataSource: TypeormDataSource): SqlDriver<MysqlParameter> {
  return createMysqlDriver(async () => {
    const { runner, connection } = await checkOut(dataSource);
    const native = nativeConnection<MysqlCallbackConnection>(connection, ['promise', 'destroy'], 'mysql2');
    return {
      connection: native.promise(),
      async release(broken) {
        if (broken) native.destroy();
        await runner.release();
      },
    };
  });
}

async function checkOut(dataSource: TypeormDataSource): Promise<{ runner: TypeormQueryRunner; connection: unknown }> {
  const runner = dataSource.createQueryRunner('master');
  try {
    return { runner, connection: await runner.connect() };
  } catch (error) {
    await runner.release();
    throw error;
  }
}

/** Gives a client back as one that is of no more use: the pool ends it. */
async function discard(runner: TypeormQueryRunner): Promise<void> {
  // Their names in the runners for PostgreSQL and CockroachDB; both take the error, as the listener of a client does.
  const release: unknown = Reflect.get(runner, 'releasePostgresConnection') ?? Reflect.get(runner, 'releaseConnection');
  if (typeof release !== 'function') return runner.release();
  await Reflect.apply(release, runner, [new Error('The connection is of no more use.')]);
}
