import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findNeededDatabases } from './find-needed-databases.ts';

// Composed here, so that this file needs no database itself.
const variable = (name: string): string => ['TEST', name, 'URL'].join('_');

function neededBy(entry: string, files: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'llm-tracker-needed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return findNeededDatabases([join(folder, entry)]).map(({ name }) => name);
}

describe('findNeededDatabases', () => {
  test('finds none where no variable is named', () => {
    expect(neededBy('a.test.ts', { 'a.test.ts': "import './b.ts'; import 'pg';", 'b.ts': '' })).toEqual([]);
  });

  test('finds those that a file names', () => {
    const text = `process.env['${variable('POSTGRES')}'] ?? process.env.${variable('MYSQL')}`;
    expect(neededBy('a.test.ts', { 'a.test.ts': text })).toEqual(['postgres', 'mysql']);
  });

  test('tells a replica set from a single server', () => {
    expect(neededBy('a.test.ts', { 'a.test.ts': variable('MONGODB_REPLICA') })).toEqual(['mongodb-replica']);
  });

  test('finds those that its imports name, however they are written and wherever they lead', () => {
    const files = {
      'a.test.ts': "import { b } from './b.ts';",
      'b.ts': "export {\n  c,\n} from './c.ts';",
      'c.ts': "import './a.test.ts'; await import('./d.ts');",
      'd.ts': variable('CLICKHOUSE'),
    };
    expect(neededBy('a.test.ts', files)).toEqual(['clickhouse']);
  });
});
