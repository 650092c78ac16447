import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const runFile = promisify(execFile);

/** Rejects when the process ends with another code than 0, or not within 10 s. */
async function run(scenario: string): Promise<string> {
  const script = fileURLToPath(new URL('./run-scenario.ts', import.meta.url));
  const { stdout } = await runFile(process.execPath, ['--conditions=llm-tracker-source', script, scenario], {
    timeout: 10_000,
  });
  return stdout;
}

it('a process with records that wait for a database that is away ends by itself', async () => {
  expect(await run('away')).toBe('done');
});

it('a process with a write that hangs ends by itself', async () => {
  expect(await run('hanging')).toBe('done');
});

it('a process that awaits flush() lives until it is answered, even when nothing else keeps it alive', async () => {
  expect(await run('hanging, flush')).toBe('flushed 1');
});

it('a process that awaits disconnect() lives until it is answered, even when nothing else keeps it alive', async () => {
  expect(await run('hanging, disconnect')).toBe('ended 1');
});
