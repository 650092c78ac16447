import { isSchemaMissing } from '@llm-tracker/sql';

// Primary result codes: https://www.sqlite.org/rescode.html
const parked: ReadonlySet<number> = new Set([
  1, // ERROR: for fixed statements only a table or column that is not there
  3, // PERM
  8, // READONLY
  11, // CORRUPT
  14, // CANTOPEN
  23, // AUTH
  26, // NOTADB
]);
const split: ReadonlySet<number> = new Set([
  18, // TOOBIG
  19, // CONSTRAINT
  20, // MISMATCH
]);
const parkedSystemCodes: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'EROFS']);

/** `park` for what a person must mend, `split` for a row that cannot be stored, `retry` for everything else: a lock, a full disk, an I/O error. */
export function classifySqliteError(error: unknown): 'retry' | 'split' | 'park' {
  if (isSchemaMissing(error)) return 'park';
  if (error instanceof RangeError || error instanceof TypeError) return 'split';
  if (typeof error !== 'object' || error === null) return 'retry';
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  if (typeof errcode === 'number') {
    // The low byte is the primary code; what is above it tells more.
    const primary = errcode & 0xff;
    return parked.has(primary) ? 'park' : split.has(primary) ? 'split' : 'retry';
  }
  return typeof code === 'string' && parkedSystemCodes.has(code) ? 'park' : 'retry';
}
