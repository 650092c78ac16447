import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCommand } from '../run/run-command.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const folder = mkdtempSync(join(tmpdir(), 'llm-tracker-counts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function countsOf(fixture: string): Promise<unknown> {
  const countsPath = join(folder, `${fixture}.json`);
  const config = join(fixtures, 'vitest.config.js');
  await runCommand(['vitest', 'run', '--config', config, `${fixture}.js`], {
    cwd: fixtures,
    env: { TEST_COUNTS_PATH: countsPath },
  });
  return JSON.parse(readFileSync(countsPath, 'utf8'));
}

describe.concurrent('CountsReporter', () => {
  test('counts passed and skipped tests', async () => {
    expect(await countsOf('passes')).toEqual({ passed: 2, failed: 0, skipped: 1 });
  });

  test('counts a failed test', async () => {
    expect(await countsOf('fails')).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  test('counts a file that cannot be imported as one failure', async () => {
    expect(await countsOf('imports-nothing')).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test('counts a failed hook beside the tests that passed', async () => {
    expect(await countsOf('hook-throws')).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  test('counts an unhandled rejection beside the test that passed', async () => {
    expect(await countsOf('rejects-unhandled')).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  test('counts a test that ends the process as failed', async () => {
    expect(await countsOf('exits')).toMatchObject({
      passed: 0,
      failed: expect.toSatisfy((failed: number) => failed > 0),
    });
  });
});
