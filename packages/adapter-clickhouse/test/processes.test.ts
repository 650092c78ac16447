import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { server } from './clickhouse-url.ts';
import { useTable } from './use-table.ts';

const run = promisify(execFile);

async function runProgram(...programArguments: string[]): Promise<{ stdout: string; stderr: string }> {
  const program = join(import.meta.dirname, 'write-records.ts');
  return run(process.execPath, ['--conditions=llm-tracker-source', program, ...programArguments], { timeout: 60_000 });
}

test.skipIf(server.skip)(
  'processes on no table store each call once, and end when they have nothing left to do',
  async () => {
    const { adapter, name } = useTable();
    const program = (index: number): Promise<{ stdout: string; stderr: string }> =>
      runProgram(server.url, name, `process ${index}`, '25');
    const outputs = await Promise.all([0, 1, 2].map(program));
    expect(outputs).toEqual(outputs.map(() => ({ stdout: 'stored 50\n', stderr: '' })));
    const calls = adapter();
    await calls.connect({ readOnly: true });
    const [totals] = await calls.getBreakdown({});
    // 25 of its own for each, and 25 that all of them wrote.
    expect(totals?.totals).toMatchObject({ totalRequests: 100, totalCostUsdExact: '0.1' });
  },
);
