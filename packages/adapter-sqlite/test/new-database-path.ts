import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The path of a database file that does not exist yet, in a directory that is removed after the test. */
export function newDatabasePath(): string {
  const directory = mkdtempSync(join(tmpdir(), 'llm-tracker-sqlite-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'calls.db');
}
