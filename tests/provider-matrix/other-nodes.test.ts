import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from '../run/run-command.ts';

const root = join(import.meta.dirname, '../..');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const kits = ['openai', 'anthropic', 'gemini', 'bedrock'].map((sdk) => `tests/provider-matrix/${sdk}.test.ts`);
/** Versions between the oldest and the newest; Node 24 asks all. */
const between = ['openai [56] ', '@anthropic-ai/sdk 0\\.137 ', '@google/genai 2 '];

test.each(['22', '26'])(
  'on Node %s too, the oldest and the newest version of every SDK keep what their kit asks',
  async (major) => {
    const node = join(root, `tests/tools/nodes/node_modules/nodejs-${major}/bin/node`);
    // What takes the SDKs themselves seconds, on any Node, is left out.
    const names = `^(?!${between.join('|')}|.*of 10 MB)`;
    const options = ['--maxWorkers=2', '--reporter=dot', `--testNamePattern=${names}`];
    const { ok, output } = await runCommand([node, vitest, 'run', ...options, ...kits], {
      cwd: root,
      // All of it is one test of ours.
      env: { TEST_COUNTS_PATH: undefined, NO_COLOR: '1' },
    });
    expect(ok, output).toBe(true);
    expect(output).toMatch(/Test Files {2}4 passed[\s\S]*Tests {2}\d{4} passed/);
  },
  400_000,
);
