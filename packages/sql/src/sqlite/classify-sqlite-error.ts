import { needsSomebody } from '../needs-somebody.ts';

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
/** As `better-sqlite3` and `sqlite3` name them. */
const numbersByName: Readonly<Record<string, number>> = {
  ERROR: 1,
  PERM: 3,
  READONLY: 8,
  CORRUPT: 11,
  CANTOPEN: 14,
  AUTH: 23,
  NOTADB: 26,
  TOOBIG: 18,
  CONSTRAINT: 19,
  MISMATCH: 20,
};
const parkedSystemCodes: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'EROFS']);

/** `park` for what a person must mend, `split` for a row that cannot be stored, `retry` for everything else: a lock, a full disk, an I/O error. */
export function classifySqliteError(error: unknown): 'retry' | 'split' | 'park' {
  if (needsSomebody(error)) return 'park';
  if (error instanceof RangeError || error instanceof TypeError) return 'split';
  const primary = primaryCodeOf(error);
  if (primary !== null) return parked.has(primary) ? 'park' : split.has(primary) ? 'split' : 'retry';
  const code = memberOf(error, 'code');
  return typeof code === 'string' && parkedSystemCodes.has(code) ? 'park' : 'retry';
}

/** The low byte of `errcode`, or what the name in `code` (`SQLITE_CONSTRAINT_NOTNULL`) begins with. Null when it is no error of SQLite. */
function primaryCodeOf(error: unknown): number | null {
  const errcode = memberOf(error, 'errcode');
  if (typeof errcode === 'number') return errcode & 0xff;
  const code = memberOf(error, 'code');
  const name = typeof code === 'string' ? /^SQLITE_([A-Z]+)/.exec(code)?.[1] : undefined;
  return name === undefined ? null : (numbersByName[name] ?? 0);
}

function memberOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}
