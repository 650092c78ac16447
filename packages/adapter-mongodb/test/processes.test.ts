import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { standalone } from './mongo-urls.ts';
import { useCollection } from './use-collection.ts';

const run = promisify(execFile);

async function runProgram(...programArguments: string[]): Promise<{ stdout: string; stderr: string }> {
  const program = join(import.meta.dirname, 'write-records.ts');
  return run(process.execPath, ['--conditions=llm-tracker-source', program, ...programArguments], { timeout: 60_000 });
}

test.skipIf(standalone.skip)(
  'processes on an empty collection store each call once, and end 10 s after their last use',
  { timeout: 90_000 },
  async () => {
    const { raw, adapter } = await useCollection(standalone.url);
    const startMs = performance.now();
    const program = (index: number): Promise<{ stdout: string; stderr: string }> =>
      runProgram(standalone.url, raw.dbName, raw.collectionName, `process ${index}`, '50');
    const outputs = await Promise.all([0, 1, 2].map(program));
    // An open client would have kept them alive until they were ended.
    expect(performance.now() - startMs).toBeGreaterThan(10_000);
    expect(outputs).toEqual(outputs.map(() => ({ stdout: 'stored 100\n', stderr: '' })));
    const calls = adapter();
    await calls.connect({ readOnly: true });
    const [totals] = await calls.getBreakdown({});
    // 50 of its own for each, and 50 that all of them wrote.
    expect(totals?.totals).toMatchObject({ totalRequests: 200, totalCostUsdExact: '0.2' });
  },
);
