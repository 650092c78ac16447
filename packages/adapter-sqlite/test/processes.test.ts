import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SqliteAdapter } from '@llm-tracker/adapter-sqlite';
import { expect, test } from 'vitest';
import { newDatabasePath } from './new-database-path.ts';
import { recordOf } from './record-of.ts';

const run = promisify(execFile);

async function runProgram(...programArguments: string[]): Promise<{ stdout: string; stderr: string }> {
  const program = join(import.meta.dirname, 'write-records.ts');
  return run(process.execPath, ['--conditions=llm-tracker-source', program, ...programArguments], { timeout: 60_000 });
}

test('processes that start at once on no database all store their records, each once', async () => {
  const filename = newDatabasePath();
  await Promise.all(Array.from({ length: 6 }, (_, index) => runProgram(filename, `process ${index}`, '100')));
  const adapter = new SqliteAdapter({ filename });
  await adapter.connect({ readOnly: true });
  const [totals] = await adapter.getBreakdown({});
  // 100 of its own for each, and 100 that all of them wrote.
  expect(totals?.totals).toMatchObject({ totalRequests: 700, totalCostUsdExact: '0.7' });
  await adapter.disconnect();
});

test('an open database neither prints a warning nor keeps the process alive', async () => {
  expect(await runProgram(newDatabasePath(), 'alone', '1')).toEqual({ stdout: 'stored 2\n', stderr: '' });
});

test('a process that holds the write lock for five seconds holds nobody else up', async () => {
  const filename = newDatabasePath();
  const adapter = new SqliteAdapter({ filename });
  await adapter.connect();
  const batch = Array.from({ length: 100 }, (_, index) => recordOf(`call ${index}`));
  await adapter.saveBatch(batch.slice(0, 50));
  const locker = spawn(process.execPath, [join(import.meta.dirname, 'hold-lock.ts'), filename, '5000']);
  await once(locker.stdout, 'data');

  let isHeld = true;
  locker.stdout.on('data', () => {
    isHeld = false;
  });
  // How long the thread is kept by one try to write: that long can nothing else run.
  const keptMs: number[] = [];
  while (isHeld) {
    const startMs = performance.now();
    const saved = adapter.saveBatch(batch).catch((error: unknown) => error);
    keptMs.push(performance.now() - startMs);
    const error = await saved;
    if (isHeld && error !== undefined) expect(adapter.classifyError(error)).toBe('retry');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(keptMs.length).toBeGreaterThan(10);
  // The machine may take a turn for itself now and then; a lock that is waited for would show in every one.
  expect(keptMs.toSorted((left, right) => left - right)[Math.floor(keptMs.length / 2)]).toBeLessThan(50);
  await adapter.saveBatch(batch);
  expect(await adapter.listCalls({})).toHaveLength(100);
  await adapter.disconnect();
});
