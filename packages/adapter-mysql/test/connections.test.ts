import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MySQLAdapter } from '@llm-tracker/adapter-mysql';
import { kitId, kitRecord } from '@llm-tracker/testing';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { describeOnMysql } from './test-database.ts';

const run = promisify(execFile);

describeOnMysql('connections', ({ server, url, schema, admin }) => {
  const limitName = server === 'MySQL' ? 'max_execution_time' : 'max_statement_time';
  const user = `llm_${randomUUID().slice(0, 8)}`;
  const own = new URL(url);
  [own.username, own.password] = [user, 'own'];

  // A user of its own tells its connections from those of other tests.
  beforeAll(async () => {
    await admin.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'own'`);
    await admin.query(`GRANT ALL ON *.* TO '${user}'@'%'`);
  });
  afterAll(() => admin.query(`DROP USER '${user}'@'%'`));

  test('a restart of the server reaches the app neither while connections are idle nor while they are busy', async () => {
    const adapter = new MySQLAdapter({ connectionString: own.href, tableName: `${schema}.restart` });
    await adapter.connect();
    await adapter.save(kitRecord());
    await endConnections();
    // The first use may still find the ended connection.
    await adapter.listCalls({}).catch((error: unknown) => expect(adapter.classifyError(error)).toBe('retry'));
    expect(await adapter.listCalls({})).toHaveLength(1);

    const locker = await admin.getConnection();
    await locker.query(`LOCK TABLES ${schema}.restart WRITE`);
    const busy = adapter.save(kitRecord({ requestId: kitId(2) })).catch((error: unknown) => error);
    await until(async () => (await connections()).some(({ state }) => /^Waiting for table/.test(state)));
    await endConnections();
    expect(adapter.classifyError(await busy)).toBe('retry');
    await locker.query('UNLOCK TABLES');
    locker.release();
    await adapter.save(kitRecord({ requestId: kitId(2) }));
    expect(await adapter.listCalls({})).toHaveLength(2);
    await adapter.disconnect();
  });

  test('it takes two connections at most', async () => {
    const adapter = new MySQLAdapter({ connectionString: own.href, tableName: `${schema}.few` });
    await adapter.connect();
    const saved = Array.from({ length: 20 }, (_, index) => adapter.save(kitRecord({ requestId: kitId(index) })));
    let most = 0;
    for (let look = 0; look < 5; look += 1) most = Math.max(most, (await connections()).length);
    await Promise.all(saved);
    expect(Math.max(most, (await connections()).length)).toBeLessThanOrEqual(2);
    expect(await adapter.listCalls({})).toHaveLength(20);
    await adapter.disconnect();
    await until(async () => (await connections()).length === 0);
  });

  test("the app's pool is used and left open, with the settings that the app has made, whenever it made them", async () => {
    const pool = mysql.createPool({ uri: url, connectionLimit: 1 });
    const adapter = new MySQLAdapter({ pool, tableName: `${schema}.pooled` });
    await adapter.connect();
    await adapter.save(kitRecord());
    await pool.query(
      `SET SESSION sql_mode = 'PIPES_AS_CONCAT', autocommit = 0, lock_wait_timeout = 77, innodb_lock_wait_timeout = 66, ${limitName} = 88`,
    );
    const tooLong = { ...kitRecord({ requestId: kitId(2) }), model: 'x'.repeat(300) };
    await expect(adapter.save(tooLong)).rejects.toThrow(/too long/);
    await Promise.all([
      adapter.save(kitRecord({ requestId: kitId(2) })),
      adapter.save(kitRecord()),
      adapter.getBreakdown({}),
    ]);
    await expect(adapter.deleteBefore(new Date('2000-01-01'))).resolves.toBe(0);
    await adapter.disconnect();
    const names = ['sql_mode', 'autocommit', 'lock_wait_timeout', 'innodb_lock_wait_timeout', limitName];
    const [rows] = await pool.query({
      sql: `SELECT ${names.map((name) => `@@SESSION.${name}`).join()}`,
      rowsAsArray: true,
    });
    expect(rows).toEqual([['PIPES_AS_CONCAT', 0, 77, 66, 88]]);
    // What was resolved is stored, although the app has committed nothing.
    expect((await admin.query(`SELECT * FROM ${schema}.pooled`))[0]).toHaveLength(2);
    await pool.end();
  });

  test('a change of the schema that fails leaves the settings of the app as they were', async () => {
    const reader = new URL(own.href);
    [reader.username, reader.password] = [`${user}_r`, 'reader'];
    await admin.query(`CREATE USER '${user}_r'@'%' IDENTIFIED BY 'reader'`);
    await admin.query(`GRANT SELECT ON *.* TO '${user}_r'@'%'`);
    const pool = mysql.createPool({ uri: reader.href, connectionLimit: 1 });
    await pool.query('SET SESSION lock_wait_timeout = 77');
    await expect(new MySQLAdapter({ pool, tableName: `${schema}.refused` }).connect()).rejects.toThrow(/may not do/);
    const [rows] = await pool.query('SELECT @@SESSION.lock_wait_timeout AS seconds');
    expect(rows).toEqual([{ seconds: 77 }]);
    await pool.end();
    await admin.query(`DROP USER '${user}_r'@'%'`);
  });

  test('statements end on the server too', async () => {
    const adapter = new MySQLAdapter({ connectionString: url, tableName: `${schema}.limited` });
    await adapter.connect();
    const limits = ['lock_wait_timeout', 'innodb_lock_wait_timeout', limitName].map((name) => `@@SESSION.${name}`);
    await admin.query(
      `CREATE TRIGGER ${schema}.say_limits BEFORE INSERT ON ${schema}.limited FOR EACH ROW BEGIN
         DECLARE limits TEXT DEFAULT CONCAT_WS(' ', ${limits.join()});
         SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = limits;
       END`,
    );
    // A client that has gone does not end what it asked for: waiting for a table, it would hold its connection for as long as the lock lasts.
    await expect(adapter.save(kitRecord())).rejects.toThrow(server === 'MySQL' ? '10 10 10000' : '10 10 10.000000');
    await adapter.disconnect();
  });

  test('idle connections of its own are kept from being forgotten by what lies between', async () => {
    const keepAlive = vi.spyOn(Socket.prototype, 'setKeepAlive');
    onTestFinished(() => keepAlive.mockRestore());
    const adapter = new MySQLAdapter({ connectionString: url, tableName: `${schema}.idle` });
    await adapter.connect();
    // Load balancers and NAT drop what was idle for some minutes, and tell nobody.
    expect(keepAlive.mock.calls).toEqual([[true, 60_000]]);
    await adapter.disconnect();
  });

  test('connections of its own keep no process alive', async () => {
    const program = join(import.meta.dirname, 'start-process.ts');
    const records = JSON.stringify([kitRecord()]);
    const programArguments = ['--conditions=llm-tracker-source', program, url, `${schema}.leaves`, records];
    expect(await run(process.execPath, programArguments, { timeout: 30_000 })).toEqual({
      stdout: 'stored\n',
      stderr: '',
    });
  });

  async function connections(): Promise<{ id: number; state: string }[]> {
    const [rows] = await admin.query(
      `SELECT id AS id, COALESCE(state, '') AS state FROM information_schema.processlist WHERE user = '${user}'`,
    );
    return rows as { id: number; state: string }[];
  }

  async function endConnections(): Promise<void> {
    for (const { id } of await connections()) await admin.query(`KILL ${id}`).catch(() => undefined);
    await until(async () => (await connections()).length === 0);
  }
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}
