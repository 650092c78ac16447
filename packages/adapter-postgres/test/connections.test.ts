import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PostgresAdapter } from '@llm-tracker/adapter-postgres';
import { kitId, kitRecord } from '@llm-tracker/testing';
import pg from 'pg';
import { expect, test } from 'vitest';
import { describeOnPostgres } from './test-database.ts';

describeOnPostgres('connections to PostgreSQL', ({ url, schema, admin }) => {
  test('a restart of the server reaches the app neither while connections are idle nor while they are busy', async () => {
    const adapter = new PostgresAdapter({ connectionString: url, tableName: `${schema}.restart` });
    await adapter.connect();
    await adapter.save(kitRecord());
    await endConnections();
    // The first use may still find the ended connection.
    await adapter.listCalls({}).catch((error: unknown) => expect(adapter.classifyError(error)).toBe('retry'));
    expect(await adapter.listCalls({})).toHaveLength(1);

    const locker = new pg.Client({ connectionString: url.replace(schema, 'locker') });
    await locker.connect();
    await locker.query(`BEGIN; LOCK TABLE ${schema}.restart IN ACCESS EXCLUSIVE MODE`);
    const busy = adapter.save(kitRecord({ requestId: kitId(2) })).catch((error: unknown) => error);
    await until(() => isWaiting());
    await endConnections();
    expect(adapter.classifyError(await busy)).toBe('retry');
    await locker.end();
    await adapter.save(kitRecord({ requestId: kitId(2) }));
    expect(await adapter.listCalls({})).toHaveLength(2);
    await adapter.disconnect();
  });

  test('it takes two connections at most', async () => {
    const adapter = new PostgresAdapter({ connectionString: url, tableName: `${schema}.few` });
    await adapter.connect();
    const batches = Array.from({ length: 20 }, (_, index) => adapter.save(kitRecord({ requestId: kitId(index) })));
    let most = 0;
    for (let look = 0; look < 5; look += 1) most = Math.max(most, await connections());
    await Promise.all(batches);
    expect(Math.max(most, await connections())).toBeLessThanOrEqual(2);
    expect(await adapter.listCalls({})).toHaveLength(20);
    await adapter.disconnect();
    await until(async () => (await connections()) === 0);
  });

  test("the app's pool is used and left open, with the listeners that it had", async () => {
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    const adapter = new PostgresAdapter({ pool, tableName: `${schema}.pooled` });
    await adapter.connect();
    await Promise.all([adapter.save(kitRecord()), adapter.save(kitRecord()), adapter.getBreakdown({})]);
    const { rows } = await pool.query('SELECT 1 AS one');
    expect(rows).toEqual([{ one: 1 }]);
    await adapter.disconnect();
    expect([pool.ended, pool.listenerCount('error')]).toEqual([false, 0]);
    const client = await pool.connect();
    // One of pg itself, which it takes back when a client is lent.
    expect(client.listenerCount('error')).toBe(0);
    client.release();
    await pool.end();
  });

  test("statements end on the server too, and what the app's connection has set for itself stays", async () => {
    const pool = new pg.Pool({ connectionString: url, max: 1, options: '-c statement_timeout=0 -c DateStyle=German' });
    const adapter = new PostgresAdapter({ pool, tableName: `${schema}.limited` });
    await adapter.connect();
    await admin.query(
      `CREATE FUNCTION ${schema}.say_timeout() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN RAISE EXCEPTION 'the limit is %', current_setting('statement_timeout'); END $$;
       CREATE TRIGGER say BEFORE INSERT ON ${schema}.limited EXECUTE FUNCTION ${schema}.say_timeout()`,
    );
    // A client that has gone does not end what it asked for: waiting for a lock, it would hold its connection for as long as the lock lasts.
    await expect(adapter.save(kitRecord())).rejects.toThrow('the limit is 10s');
    const { rows } = await pool.query(
      `SELECT current_setting('statement_timeout') AS limit, current_setting('DateStyle') AS style`,
    );
    expect(rows).toEqual([{ limit: '0', style: 'German, DMY' }]);
    await adapter.disconnect();
    await pool.end();
  });

  test('a connection of its own asks for nothing that a pooler would refuse', async () => {
    const startup = Promise.withResolvers<string[]>();
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (message) => {
        // Length and version, then names and values: https://www.postgresql.org/docs/current/protocol-message-formats.html
        const words = message.subarray(8).toString().split('\0');
        startup.resolve(words.filter((word, index) => index % 2 === 0 && word !== ''));
        socket.destroy();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const adapter = new PostgresAdapter({ host: '127.0.0.1', port, user: 'x', password: 'x', database: 'x' });
    await expect(adapter.connect()).rejects.toThrow();
    // What PgBouncer takes: https://www.pgbouncer.org/config.html#ignore_startup_parameters
    const known = [
      'user',
      'database',
      'client_encoding',
      'datestyle',
      'timezone',
      'standard_conforming_strings',
      'application_name',
    ];
    expect((await startup.promise).filter((name) => !known.includes(name))).toEqual([]);
    await adapter.disconnect();
    server.close();
  });

  test('connections of its own keep no process alive', async () => {
    const program = join(import.meta.dirname, 'start-process.ts');
    const programArguments = [
      '--conditions=llm-tracker-source',
      program,
      url,
      `${schema}.leaves`,
      JSON.stringify([kitRecord()]),
    ];
    const child = spawn(process.execPath, programArguments, { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    const [stored] = await once(child.stdout, 'data');
    const storedMs = performance.now();
    expect([String(stored), (await exited)[0]]).toEqual(['stored\n', 0]);
    // pg ends idle connections after 10 s: it left before.
    expect(performance.now() - storedMs).toBeLessThan(9_000);
  });

  const ours = `FROM pg_stat_activity WHERE application_name = '${schema}'`;

  async function endConnections(): Promise<void> {
    await admin.query(`SELECT pg_terminate_backend(pid) ${ours}`);
    await until(async () => (await connections()) === 0);
  }

  async function connections(): Promise<number> {
    return Number((await admin.query(`SELECT count(*) AS count ${ours}`)).rows[0].count);
  }

  async function isWaiting(): Promise<boolean> {
    return (await admin.query(`SELECT 1 ${ours} AND wait_event_type = 'Lock'`)).rows.length > 0;
  }
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (;;) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
