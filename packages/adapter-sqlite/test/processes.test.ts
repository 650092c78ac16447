import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SqliteAdapter } from '@llm-tracker/adapter-sqlite';
import { expect, test } from 'vitest';
import { newDatabasePath } from './new-database-path.ts';

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
