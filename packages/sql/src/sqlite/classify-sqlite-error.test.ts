import { expect, test } from 'vitest';
import { classifySqliteError } from './classify-sqlite-error.ts';

/** As `node:sqlite` throws it. */
function sqliteError(errcode: number): Error {
  return Object.assign(new Error('…'), { code: 'ERR_SQLITE_ERROR', errcode });
}

test.each([
  ['BUSY', 5, 'retry'],
  ['BUSY_SNAPSHOT', 517, 'retry'],
  ['LOCKED', 6, 'retry'],
  ['NOMEM', 7, 'retry'],
  ['IOERR_WRITE', 778, 'retry'],
  ['FULL', 13, 'retry'],
  ['PROTOCOL', 15, 'retry'],
  ['CONSTRAINT_NOTNULL', 1299, 'split'],
  ['CONSTRAINT_DATATYPE', 3091, 'split'],
  ['MISMATCH', 20, 'split'],
  ['TOOBIG', 18, 'split'],
  ['ERROR', 1, 'park'],
  ['PERM', 3, 'park'],
  ['READONLY_DBMOVED', 1032, 'park'],
  ['CORRUPT', 11, 'park'],
  ['CANTOPEN', 14, 'park'],
  ['AUTH', 23, 'park'],
  ['NOTADB', 26, 'park'],
] as const)('SQLITE_%s (%i) means %s', (_name, errcode, reaction) => {
  expect(classifySqliteError(sqliteError(errcode))).toBe(reaction);
});

test('errors of the file system wait for somebody, unless they may pass', () => {
  expect(classifySqliteError(Object.assign(new Error('…'), { code: 'ENOENT' }))).toBe('park');
  expect(classifySqliteError(Object.assign(new Error('…'), { code: 'ENOSPC' }))).toBe('retry');
  expect(classifySqliteError(Object.assign(new Error('…'), { code: 'EMFILE' }))).toBe('retry');
});

test.each([
  ['SQLITE_BUSY', 'retry'],
  ['SQLITE_FULL', 'retry'],
  ['SQLITE_CONSTRAINT_NOTNULL', 'split'],
  ['SQLITE_READONLY_DBMOVED', 'park'],
  ['SQLITE_ERROR', 'park'],
] as const)('%s of other drivers means %s', (code, reaction) => {
  expect(classifySqliteError(Object.assign(new Error('…'), { code }))).toBe(reaction);
});
