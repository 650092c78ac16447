// The test command, `pnpm test`: installs what only tests need, then runs every check, also after one has failed.
// Its last line counts: each step is one check, and vitest's tests count one by one. Arguments are handed to vitest.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { TestCounts } from './reporter/counts-reporter.ts';
import { type CommandResult, runCommand } from './run/run-command.ts';

const root = join(import.meta.dirname, '..');
const toolsFolder = join(root, 'tests', 'tools');
// biome, oxlint and knip are installed there, by the first step.
process.env['PATH'] = [join(toolsFolder, 'checks/node_modules/.bin'), process.env['PATH']].join(delimiter);
const env = { TURBO_TELEMETRY_DISABLED: '1', NO_UPDATE_NOTIFIER: '1' };

interface Step {
  name: string;
  run: () => Promise<CommandResult & { counts?: TestCounts | undefined }>;
}

const steps: readonly Step[] = [
  { name: 'install test tools', run: installTools },
  check('types', 'tsc', '-p', '.'),
  check('biome', 'biome', 'check', '--error-on-warnings', '.'),
  check('oxlint', 'oxlint'),
  check('knip', 'knip'),
  check('knip, production', 'knip', '--production', '--exclude', 'exports,types'),
  check('build', 'turbo', 'run', 'build'),
  { name: 'tests', run: runTests },
];

function check(name: string, ...command: [string, ...string[]]): Step {
  return { name, run: () => runCommand(command, { cwd: root, env }) };
}

/** Each folder of tests/tools has a lockfile of its own, so that the demo never installs it. */
async function installTools(): Promise<CommandResult> {
  const startedMs = performance.now();
  const results = await Promise.all(
    readdirSync(toolsFolder).map((name) =>
      runCommand(['pnpm', 'install', '--frozen-lockfile'], { cwd: join(toolsFolder, name), env }),
    ),
  );
  const failed = results.filter((result) => !result.ok);
  const output = failed.map((result) => result.output).join('\n');
  return { ok: failed.length === 0, output, durationMs: performance.now() - startedMs };
}

async function runTests(): Promise<CommandResult & { counts: TestCounts | undefined }> {
  const folder = mkdtempSync(join(tmpdir(), 'llm-tracker-test-'));
  try {
    const countsPath = join(folder, 'counts.json');
    const result = await runCommand(['vitest', 'run', ...process.argv.slice(2)], {
      cwd: root,
      env: { ...env, TEST_COUNTS_PATH: countsPath },
      passThrough: true,
    });
    return { ...result, counts: readCounts(countsPath) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Undefined when vitest died before it could count. */
function readCounts(path: string): TestCounts | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as TestCounts;
  } catch {
    return undefined;
  }
}

let passed = 0;
let failed = 0;
const summary: string[] = [];
for (const step of steps) {
  const { ok, output, durationMs, counts } = await step.run();
  if (!ok && output.trim() !== '') console.log(`\n── ${step.name} ──\n${output.trim()}\n`);
  if (counts === undefined) {
    if (ok) passed += 1;
    else failed += 1;
  } else {
    passed += counts.passed;
    // A run that failed, or tested nothing, without naming a failure is one failure all the same.
    failed += counts.failed > 0 ? counts.failed : ok && counts.passed > 0 ? 0 : 1;
  }
  const detail =
    counts === undefined ? '' : `  ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
  summary.push(`  ${ok ? '✓' : '✗'} ${step.name.padEnd(20)}${(durationMs / 1000).toFixed(1).padStart(7)} s${detail}`);
}
console.log(`\n${summary.join('\n')}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
