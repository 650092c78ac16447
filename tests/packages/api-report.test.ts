import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const packages = join(import.meta.dirname, '../../packages');

/** The public declarations of a built package as one text without comments, in which a public change shows as a difference. */
function reportOf(folder: string): string {
  const files = globSync('*.d.ts', { cwd: join(packages, folder, 'dist') }).sort();
  if (files.length === 0) throw new Error(`packages/${folder} is not built: run pnpm build.`);
  return files
    .map(
      (file) =>
        `// ${withoutHash(file)}\n${declarationsOf(readFileSync(join(packages, folder, 'dist', file), 'utf8'))}`,
    )
    .join('\n');
}

/** A chunk is named after its content, which a comment can change. */
function withoutHash(text: string): string {
  return text.replaceAll(/-[\w-]{8}\.(d\.ts|js)\b/g, '.$1');
}

function declarationsOf(text: string): string {
  return `${withoutHash(text)
    .replaceAll(/\/\*\*.*?\*\//gs, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.trimStart().startsWith('//'))
    .join('\n')}\n`;
}

describe('public declarations stand as reviewed; `vitest run tests/packages/api-report.test.ts -u` accepts a change', () => {
  const folders = readdirSync(packages).filter((folder) => existsSync(join(packages, folder, 'src/index.ts')));

  test.each(folders)('of %s', async (folder) => {
    await expect(reportOf(folder)).toMatchFileSnapshot(`__snapshots__/${folder}.api.txt`);
  });
});
