import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCommand } from '../run/run-command.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const vitest = join(import.meta.dirname, '..', '..', 'node_modules', 'vitest', 'vitest.mjs');
const folder = mkdtempSync(join(tmpdir(), 'llm-tracker-setup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Composed here, so that this file needs no database itself.
const variable = ['TEST', 'MONGODB', 'URL'].join('_');

/** Runs a test that needs no database and one that needs MongoDB on a machine with no mongod, and no Python to fetch one. */
async function runFixture(env: NodeJS.ProcessEnv): Promise<{ output: string; counts: unknown }> {
  const place = mkdtempSync(join(folder, 'run-'));
  const countsPath = join(place, 'counts.json');
  const args = ['run', '--config', join(fixtures, 'vitest.config.js'), 'needs-mongodb'];
  const { output } = await runCommand([process.execPath, vitest, ...args], {
    cwd: fixtures,
    env: { [variable]: undefined, TEST_COUNTS_PATH: countsPath, TEST_DATABASES_CACHE: place, PATH: place, ...env },
  });
  return { output, counts: JSON.parse(readFileSync(countsPath, 'utf8')) };
}

describe.concurrent('a database that this machine cannot have', () => {
  test('is named with the reason and what to do, and its tests are skipped', async () => {
    const { output, counts } = await runFixture({ CI: 'false' });
    expect(output).toContain('MongoDB: mongod-6.0.5 cannot be had: python3 failed: spawn python3 ENOENT.');
    expect(output).toContain(`${variable} names a server to use instead`);
    expect(counts).toEqual({ passed: 1, failed: 0, skipped: 1 });
  });

  test('fails the run with CI=true', async () => {
    const { output, counts } = await runFixture({ CI: 'true' });
    expect(output).toContain('With CI=true there must be MongoDB, but mongod-6.0.5 cannot be had');
    expect(counts).toEqual({ passed: 1, failed: 1, skipped: 1 });
  });

  test('is not missed where its variable names a server', async () => {
    const { output, counts } = await runFixture({ CI: 'true', [variable]: 'mongodb://127.0.0.1:1/' });
    expect(output).not.toContain('mongod-6.0.5');
    expect(counts).toEqual({ passed: 2, failed: 0, skipped: 0 });
  });
});
