import { cpSync, globSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../run/run-command.ts';
import { type PackedPackages, packPackages } from './pack-packages.ts';

const tests = join(import.meta.dirname, '..');
const checks = join(tests, 'tools/checks/node_modules/.bin');
const nodes: Record<string, string> = {
  'Node 22': join(tests, 'tools/nodes/node_modules/nodejs-22/bin/node'),
  'Node 24': process.execPath,
  'Node 26': join(tests, 'tools/nodes/node_modules/nodejs-26/bin/node'),
};

let packed: PackedPackages;
beforeAll(async () => {
  packed = await packPackages();
});
afterAll(() => rmSync(packed.folder, { recursive: true, force: true }));

describe.each(Object.entries(nodes))('on %s', (_name, node) => {
  test('every entry loads with import and with require, to the same exports and without a warning', async () => {
    const script = join(packed.project, 'load.mjs');
    writeFileSync(
      script,
      `import { createRequire } from 'node:module';
       const require = createRequire(import.meta.url);
       for (const entry of ${JSON.stringify(packed.entries)}) {
         const imported = await import(entry);
         if (imported !== require(entry)) throw new Error(entry + ' is another module when it is required');
         console.log(entry, Object.keys(imported).length > 0);
       }`,
    );
    const { output } = await runCommand([node, script], { cwd: packed.project });
    expect(output).toBe(packed.entries.map((entry) => `${entry} true\n`).join(''));
  });
});

test('every tarball passes publint and attw', async () => {
  const results = Object.values(packed.tarballs).flatMap((tarball) => [
    runCommand([join(checks, 'publint'), 'run', tarball, '--strict'], { cwd: packed.folder }),
    runCommand([join(checks, 'attw'), tarball, '--profile', 'esm-only'], { cwd: packed.folder }),
  ]);
  for (const { ok, output } of await Promise.all(results)) expect(ok, output).toBe(true);
});

test('core is smaller than 1 MiB, unpacked', () => {
  const core = join(packed.project, 'node_modules/@llm-tracker/core');
  const bytes = globSync('**/*', { cwd: core }).reduce((sum, file) => sum + statSync(join(core, file)).size, 0);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(1024 * 1024);
});

test('the declarations satisfy a strict app that checks its libraries', async () => {
  for (const file of ['acme-client.ts', 'acme-provider.ts', 'call-budget.ts', 'call-counter.ts', 'own-adapter.ts']) {
    cpSync(join(tests, 'consumers', file), join(packed.project, 'app', file));
  }
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2022', 'dom', 'esnext.disposable'],
    module: 'nodenext',
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    allowImportingTsExtensions: true,
    skipLibCheck: false,
    noEmit: true,
  };
  writeFileSync(join(packed.project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['app'] }));
  const { output } = await runCommand(['tsc', '-p', '.'], { cwd: packed.project });
  expect(output).toBe('');
});

test.each([
  ['@llm-tracker/core', 'createTracker'],
  ['llm-tracker-sdk', 'LLMTrackerSDK'],
])('in a browser bundle, %s says that it belongs on a server', async (name, imported) => {
  const { project } = packed;
  const build = `{ modulePreload: false, rollupOptions: { input: 'shop.mjs', output: { entryFileNames: 'shop.mjs' } } }`;
  writeFileSync(join(project, 'vite.config.mjs'), `export default { build: ${build} };`);
  writeFileSync(join(project, 'shop.mjs'), `import { ${imported} } from '${name}';\nconsole.log(${imported});\n`);
  expect(await runCommand(['vite', 'build'], { cwd: project })).toMatchObject({ ok: true });
  const { ok, output } = await runCommand(['node', join(project, 'dist/shop.mjs')], { cwd: project });
  expect(ok).toBe(false);
  expect(output).toContain(`Error: ${name} runs on servers only`);
});
