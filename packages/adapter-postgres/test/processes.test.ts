import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PostgresAdapter } from '@llm-tracker/adapter-postgres';
import { kitId, kitRecord } from '@llm-tracker/testing';
import pg from 'pg';
import { expect, test } from 'vitest';
import { describeOnPostgres } from './test-database.ts';

const processCount = 10;
const adaptersPerProcess = 5;

describeOnPostgres('many processes on PostgreSQL', ({ url, schema, admin }) => {
  const start = (tableName: string, index: number): ChildProcess => {
    const program = join(import.meta.dirname, 'start-process.ts');
    const records = Array.from({ length: adaptersPerProcess }, (_, place) =>
      kitRecord({ requestId: kitId(index * adaptersPerProcess + place) }),
    );
    const programArguments = ['--conditions=llm-tracker-source', program, url, tableName, JSON.stringify(records)];
    return spawn(process.execPath, programArguments, { stdio: ['ignore', 'ignore', 'inherit'] });
  };

  test(`${processCount} processes that start at once on no table all store their record`, {
    timeout: 180_000,
  }, async () => {
    const tableName = `${schema}.crowd`;
    const processes = Array.from({ length: processCount }, (_, index) => start(tableName, index));
    const codes = await Promise.all(processes.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual(codes.map(() => 0));
    await expectCalls(tableName, processCount * adaptersPerProcess);
  });

  test('a process that is killed while it changes the table leaves it as it was, and another one goes on', async () => {
    const tableName = `${schema}.halfway`;
    const adapter = new PostgresAdapter({ connectionString: url, tableName });
    await adapter.connect();
    await adapter.disconnect();
    await admin.query(`ALTER TABLE ${tableName} DROP COLUMN region, DROP COLUMN error`);
    // Whoever changes the table has to wait for this session, in the middle of its work.
    const locker = new pg.Client({ connectionString: url });
    await locker.connect();
    await locker.query(`BEGIN; SELECT * FROM ${tableName}`);
    const victim = start(tableName, 1);
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE application_name = '${schema}' AND query LIKE '%ADD COLUMN%' AND wait_event_type = 'Lock'`;
    while ((await admin.query(waiting)).rows.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    victim.kill('SIGKILL');
    await once(victim, 'exit');
    await locker.end();
    const followers = [2, 3].map((index) => start(tableName, index));
    expect(await Promise.all(followers.map(async (child) => (await once(child, 'exit'))[0]))).toEqual([0, 0]);
    await expectCalls(tableName, 2 * adaptersPerProcess);
  });

  async function expectCalls(tableName: string, count: number): Promise<void> {
    const adapter = new PostgresAdapter({ connectionString: url, tableName });
    await adapter.connect({ readOnly: true });
    expect(await adapter.listCalls({})).toHaveLength(count);
    await adapter.disconnect();
  }
});
