import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StorageContext, storageCases } from '@llm-tracker/testing';
import { afterAll, test } from 'vitest';
import { JsonLinesAdapter } from '../json-lines-adapter.ts';

const folder = mkdtempSync(join(tmpdir(), 'llm-tracker-json-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

const context: StorageContext = { createAdapter: (table) => new JsonLinesAdapter(join(folder, `${table}.jsonl`)) };

for (const { name, skipReason, run } of storageCases) {
  const reason = skipReason(context);
  test.skipIf(reason !== null)(reason === null ? name : `${name}: ${reason}`, () => run(context));
}
