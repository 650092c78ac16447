import { MySQLAdapter, type MySQLAdapterOptions } from '@llm-tracker/adapter-mysql';
import type { TrackingData } from '@llm-tracker/core';
import { kitId, kitRecord } from '@llm-tracker/testing';
import mysql from 'mysql2';
import { expect, test } from 'vitest';
import { describeOnMysql } from './test-database.ts';

describeOnMysql('errors', ({ server, url, schema, admin }) => {
  /** A new adapter on a table of its own, connected. */
  async function connected(
    table: string,
    options: MySQLAdapterOptions = { connectionString: url },
  ): Promise<MySQLAdapter> {
    const adapter = new MySQLAdapter({ ...options, tableName: `${schema}.${table}` });
    await adapter.connect();
    return adapter;
  }

  test.each<[errno: number, changes: Record<string, unknown>]>([
    [1048, { projectName: null }],
    [1264, { latencyMs: '9223372036854775808' }],
    [1292, { recordedAt: '2026-13-45 00:00:00' }],
    [1366, { promptTokens: 'many' }],
    [1406, { model: 'x'.repeat(300) }],
    [server === 'MySQL' ? 3140 : 4025, { details: 'no JSON' }],
  ])('%i is the fault of a row, and nothing of its batch is stored', async (errno, changes) => {
    const adapter = await connected(`row_${errno}`);
    const wrong = { ...kitRecord({ requestId: kitId(2) }), ...changes } as TrackingData;
    expect(await failureOf(adapter, adapter.saveBatch([kitRecord(), wrong]))).toEqual([errno, 'split']);
    expect(await adapter.listCalls({})).toEqual([]);
    await adapter.saveBatch([kitRecord()]);
    await adapter.disconnect();
  });

  test.runIf(server === 'MariaDB')('a row larger than a packet fails, and the next one is stored', async () => {
    const adapter = await connected('large');
    const large = kitRecord({ details: { costReason: 'x'.repeat(17 * 2 ** 20) } });
    const [code, reaction] = await failureOf(adapter, adapter.save(large));
    // The server answers 1153 and closes; a client that is still sending then may get to see only the end of its connection.
    if (code === 1153) expect(reaction).toBe('split');
    else expect([String(code), reaction]).toEqual([expect.stringMatching(/^-\d+$|Connection lost/), 'retry']);
    await adapter.save(kitRecord());
    await adapter.disconnect();
  });

  test('1062, a key that is not ours, is the fault of rows', async () => {
    const adapter = await connected('keys');
    await admin.query(`CREATE UNIQUE INDEX of_the_app ON ${schema}.keys (error_code)`);
    await adapter.save(kitRecord({ errorCode: 'x' }));
    // ON DUPLICATE KEY UPDATE takes any key for ours: the row of the other call is compared by its revision, and stays.
    await adapter.save(kitRecord({ requestId: kitId(2), errorCode: 'x' }));
    await adapter.save(kitRecord({ requestId: kitId(3), errorCode: 'y' }));
    const both = kitRecord({ requestId: kitId(3), errorCode: 'x', revision: 2 });
    expect(await failureOf(adapter, adapter.save(both))).toEqual([1062, 'split']);
    await adapter.disconnect();
  });

  // What a test cannot do to a server, such as filling its disk, the server says when a trigger tells it to.
  test.each([
    ...[1021, 1040, 1053, 1077, 1114, 1203, 1226, 1290, 1317, 1792, 1836, 1927, 3024, 4031].map(
      (errno) => [errno, 'retry'] as const,
    ),
    ...[1153, 1265, 1301, 1367, 3819].map((errno) => [errno, 'split'] as const),
    ...[1136, 1227, 1698].map((errno) => [errno, 'park'] as const),
  ])('%i, as the server says it, means %s', async (errno, reaction) => {
    const table = `said_${errno}`;
    const adapter = await connected(table);
    await admin.query(
      `CREATE TRIGGER ${schema}.say_${table} BEFORE INSERT ON ${schema}.${table} FOR EACH ROW
       SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = ${errno}, MESSAGE_TEXT = 'x'`,
    );
    expect(await failureOf(adapter, adapter.save(kitRecord()))).toEqual([errno, reaction]);
    await admin.query(`DROP TRIGGER ${schema}.say_${table}`);
    await adapter.save(kitRecord());
    await adapter.disconnect();
  });

  test('1205 and 1213, a lock that takes too long and a deadlock, are a matter of time', async () => {
    const pool = mysql.createPool({ uri: url, connectionLimit: 1 });
    pool.on('connection', (connection) => connection.query('SET SESSION innodb_lock_wait_timeout = 1'));
    const [impatient, patient] = [await connected('locked', { pool }), await connected('locked')];
    const rows = [1, 2].map((id) => kitRecord({ requestId: kitId(id) }));
    await patient.saveBatch(rows);
    await admin.query(`CREATE TABLE ${schema}.ballast (number INT)`);
    const locker = await admin.getConnection();
    const update = (id: number): string => `UPDATE ${schema}.locked SET model = 'x' WHERE request_id = '${kitId(id)}'`;
    await locker.query('START TRANSACTION');
    // Of two transactions that wait for each other the one is ended that has changed less.
    await locker.query(`INSERT INTO ${schema}.ballast VALUES ${Array.from({ length: 100 }, () => '(1)').join()}`);
    await locker.query(update(2));
    expect(await failureOf(impatient, impatient.saveBatch(rows))).toEqual([1205, 'retry']);
    const saved = failureOf(patient, patient.saveBatch(rows));
    await untilWaiting();
    await locker.query(update(1));
    expect(await saved).toEqual([1213, 'retry']);
    await locker.query('ROLLBACK');
    locker.release();
    await impatient.disconnect();
    await patient.disconnect();
    await pool.promise().end();
  });

  test('1054 and 1146, a table that is not as it was, are for a person', async () => {
    const adapter = await connected('changed');
    await admin.query(`ALTER TABLE ${schema}.changed DROP COLUMN model`);
    expect(await failureOf(adapter, adapter.save(kitRecord()))).toEqual([1054, 'park']);
    await admin.query(`DROP TABLE ${schema}.changed`);
    expect(await failureOf(adapter, adapter.save(kitRecord()))).toEqual([1146, 'park']);
    expect(await failureOf(adapter, adapter.listCalls({}))).toEqual([1146, 'park']);
    await adapter.disconnect();
  });

  test('1044, 1045, 1049, 1142: who may not connect, read or write', async () => {
    const user = `${schema}_user`.slice(0, 32);
    await admin.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'right'`);
    await (await connected('others')).disconnect();
    const as = (changes: { user?: string; password?: string; database?: string }): MySQLAdapter => {
      const target = new URL(url);
      target.username = changes.user ?? user;
      target.password = changes.password ?? 'right';
      target.pathname = changes.database ?? '';
      return new MySQLAdapter({ connectionString: target.href, tableName: `${schema}.others`, migrations: 'check' });
    };
    const root = new URL(url);
    for (const [adapter, errno] of [
      [as({ user: root.username, password: root.password, database: 'no_such_database' }), 1049],
      [as({ password: 'wrong' }), 1045],
      [as({ database: 'mysql' }), 1044],
    ] as const) {
      expect(await failureOf(adapter, adapter.connect())).toEqual([errno, 'park']);
      await adapter.disconnect();
    }
    await admin.query(`GRANT SELECT ON ${schema}.others TO '${user}'@'%'`);
    const reader = as({});
    await reader.connect();
    expect(await failureOf(reader, reader.save(kitRecord()))).toEqual([1142, 'park']);
    expect(await reader.listCalls({})).toEqual([]);
    await reader.disconnect();
    await admin.query(`DROP USER '${user}'@'%'`);
  });

  test('no server, not connected, a connection in another charset', async () => {
    const absent = new MySQLAdapter({ host: '127.0.0.1', port: 1, user: 'x', password: 'x' });
    expect((await failureOf(absent, absent.connect()))[1]).toBe('retry');
    await absent.disconnect();
    const early = new MySQLAdapter({ connectionString: url });
    await expect(early.save(kitRecord())).rejects.toThrow('Call connect() first.');
    const pool = mysql.createPool({ uri: url, charset: 'latin1_swedish_ci' });
    const narrow = new MySQLAdapter({ pool, tableName: `${schema}.narrow` });
    expect((await failureOf(narrow, narrow.connect()))[1]).toBe('park');
    await expect(narrow.connect()).rejects.toThrow(/charset of the connection must be utf8mb4, but is latin1/);
    await pool.promise().end();
  });

  async function untilWaiting(): Promise<void> {
    const waiting = `SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT' AND trx_query LIKE '%${schema}%'`;
    for (;;) {
      const [rows] = await admin.query(waiting);
      if (Array.isArray(rows) && rows.length > 0) return;
      // This table is not read anew while it is asked for more often than every 100 ms.
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }
});

/** The number of an operation's error, and what the adapter says of it. */
async function failureOf(adapter: MySQLAdapter, operation: Promise<unknown>): Promise<[errno: unknown, string]> {
  const error = await operation.then(
    () => {
      throw new Error('there was no error');
    },
    (thrown: unknown) => thrown,
  );
  return [error instanceof Error && 'errno' in error ? error.errno : String(error), adapter.classifyError(error)];
}
