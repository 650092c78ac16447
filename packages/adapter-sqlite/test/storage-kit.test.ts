import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteAdapter } from '@llm-tracker/adapter-sqlite';
import { type StorageContext, storageCases } from '@llm-tracker/testing';
import { afterAll, test } from 'vitest';

const directory = mkdtempSync(join(tmpdir(), 'llm-tracker-sqlite-'));
afterAll(() => rmSync(directory, { recursive: true }));

const context: StorageContext = {
  createAdapter: (tableName) => new SqliteAdapter({ filename: join(directory, 'kit.db'), tableName }),
};

for (const { name, skipReason, run } of storageCases) {
  test.skipIf(skipReason(context) !== null)(name, () => run(context));
}
