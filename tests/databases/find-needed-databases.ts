import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestDatabase, testDatabases } from './test-databases.ts';

const relativeImport = /(?:\bfrom|\bimport)[\s(]*['"](\.[^'"]+)['"]/g;

/** The databases whose variable one of the files names, itself or by what it imports from its own package. */
export function findNeededDatabases(files: readonly string[]): TestDatabase[] {
  const texts = new Map<string, string>();
  const pending = [...files];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (texts.has(file) || !existsSync(file)) continue;
    const text = readFileSync(file, 'utf8');
    texts.set(file, text);
    for (const [, path = ''] of text.matchAll(relativeImport)) pending.push(join(dirname(file), path));
  }
  return testDatabases.filter(({ variable }) => [...texts.values()].some((text) => text.includes(variable)));
}
