import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { listFiles } from '../boundaries/read-workspace.ts';
import { runCommand } from '../run/run-command.ts';

const root = join(import.meta.dirname, '../..');
// Below tests/, so that the blocks resolve what this package declares.
const folder = join(import.meta.dirname, '.cache');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The TypeScript blocks of a page, each behind as many empty lines as make its lines those of the page. */
function blocksOf(text: string): string[] {
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(
    ({ index, 1: code = '' }) => '\n'.repeat(text.slice(0, index).split('\n').length) + code,
  );
}

test('the TypeScript of every document compiles', async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  let count = 0;
  for (const page of listFiles(root, '**/*.md')) {
    for (const [index, block] of blocksOf(readFileSync(join(root, page), 'utf8')).entries()) {
      writeFileSync(join(folder, `${page.replaceAll('/', '~')}~${index + 1}.ts`), block);
      count += 1;
    }
  }
  expect(count).toBeGreaterThan(0);
  // What our own sources must write is not what an app must.
  const compilerOptions = { isolatedDeclarations: false, declaration: false, noPropertyAccessFromIndexSignature: false };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../../tsconfig.json', compilerOptions, include: ['*.ts'], exclude: [] }),
  );
  const { output } = await runCommand(['tsc', '-p', folder], { cwd: root });
  expect(output).toBe('');
});
