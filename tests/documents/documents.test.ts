import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { listFiles } from '../boundaries/read-workspace.ts';
import { runCommand } from '../run/run-command.ts';
import { readBlocks } from './read-blocks.ts';

const root = join(import.meta.dirname, '../..');
// There the blocks resolve the frameworks, and what this package declares.
const folder = join(import.meta.dirname, '../tools/frameworks/.cache/documents');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the TypeScript of every document compiles', async () => {
  rmSync(folder, { recursive: true, force: true });
  let count = 0;
  for (const page of listFiles(root, '**/*.md')) {
    const pageFolder = join(folder, page.replaceAll('/', '~'));
    for (const { name, code } of readBlocks(readFileSync(join(root, page), 'utf8'))) {
      mkdirSync(pageFolder, { recursive: true });
      writeFileSync(join(pageFolder, name), code);
      count += 1;
    }
  }
  expect(count).toBeGreaterThan(0);
  // What our own sources must write is not what an app must.
  const compilerOptions = {
    isolatedDeclarations: false,
    declaration: false,
    noPropertyAccessFromIndexSignature: false,
  };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, include: ['**/*.ts'], exclude: [] }),
  );
  const { output } = await runCommand(['tsc', '-p', folder], { cwd: root });
  expect(output).toBe('');
});
