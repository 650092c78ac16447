import { expect, test } from 'vitest';
import { loadSqlite } from './load-sqlite.ts';

test('loads node:sqlite and leaves the warnings of the process as they were', () => {
  const before = process.emitWarning;
  expect(loadSqlite().DatabaseSync).toBeTypeOf('function');
  expect(process.emitWarning).toBe(before);
});
