import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { MySQLAdapter } from '@llm-tracker/adapter-mysql';
import { kitId, kitRecord } from '@llm-tracker/testing';
import { expect, test } from 'vitest';
import { describeOnMysql } from './test-database.ts';

const processCount = 10;
const adaptersPerProcess = 5;

describeOnMysql('many processes', ({ url, schema, admin }) => {
  const start = (tableName: string, index: number): ChildProcess => {
    const program = join(import.meta.dirname, 'start-process.ts');
    const records = Array.from({ length: adaptersPerProcess }, (_, place) =>
      kitRecord({ requestId: kitId(index * adaptersPerProcess + place) }),
    );
    const programArguments = ['--conditions=llm-tracker-source', program, url, tableName, JSON.stringify(records)];
    return spawn(process.execPath, programArguments, { stdio: ['ignore', 'ignore', 'inherit'] });
  };

  test('50 adapters in ten processes that start at once on no table all store their records', {
    timeout: 180_000,
  }, async () => {
    const tableName = `${schema}.crowd`;
    const processes = Array.from({ length: processCount }, (_, index) => start(tableName, index));
    const codes = await Promise.all(processes.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual(codes.map(() => 0));
    await expectCalls(tableName, processCount * adaptersPerProcess);
  });

  test('a process that is killed while it changes the table leaves a table that another one completes', async () => {
    const tableName = `${schema}.halfway`;
    const adapter = new MySQLAdapter({ connectionString: url, tableName });
    await adapter.connect();
    await adapter.disconnect();
    await admin.query(`ALTER TABLE ${tableName} DROP COLUMN region, DROP COLUMN error`);
    // Whoever changes the table has to wait for this session, in the middle of its work.
    const locker = await admin.getConnection();
    await locker.query('START TRANSACTION');
    await locker.query(`SELECT * FROM ${tableName}`);
    const victim = start(tableName, 1);
    const waiting = `SELECT 1 FROM information_schema.processlist WHERE state LIKE 'Waiting for table metadata lock%' AND info LIKE '%${schema}%'`;
    for (;;) {
      const [rows] = await admin.query(waiting);
      if (Array.isArray(rows) && rows.length > 0) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    victim.kill('SIGKILL');
    await once(victim, 'exit');
    await locker.query('ROLLBACK');
    locker.release();
    const followers = [2, 3].map((index) => start(tableName, index));
    expect(await Promise.all(followers.map(async (child) => (await once(child, 'exit'))[0]))).toEqual([0, 0]);
    await expectCalls(tableName, 2 * adaptersPerProcess);
  });

  async function expectCalls(tableName: string, count: number): Promise<void> {
    const adapter = new MySQLAdapter({ connectionString: url, tableName });
    await adapter.connect({ readOnly: true });
    expect(await adapter.listCalls({})).toHaveLength(count);
    await adapter.disconnect();
  }
});
