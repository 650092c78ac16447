import { needsSomebody } from '../needs-somebody.ts';

// https://dev.mysql.com/doc/mysql-errors/en/server-error-reference.html, https://mariadb.com/kb/en/mariadb-error-code-reference/
const split: ReadonlySet<number> = new Set([
  1048, // a column cannot be null
  1062, // duplicate of a key that is not ours
  1153, // packet too large
  1264, // out of range
  1265, // data truncated
  1292, // incorrect value
  1301, // result larger than a packet
  1366, // incorrect string or integer
  1367, // illegal number
  1390, // too many placeholders
  1406, // data too long
  3140, // invalid JSON
  3819, // check constraint, MySQL
  4025, // constraint, MariaDB
]);
const park: ReadonlySet<number> = new Set([
  1044, // no right to the database
  1045, // wrong user or password
  1049, // no such database
  1054, // no such column
  1064, // syntax: not the database that it was taken for
  1136, // columns and values differ in number
  1142, // no right to the table
  1143, // no right to the column
  1146, // no such table
  1227, // a privilege is missing
  1251, // authentication not supported
  1698, // user may not log in this way
  3118, // account is locked
  3948, // not allowed here
  4151, // account is locked, MariaDB
]);
// Servers that no longer take writes, or end the connection.
const broken: ReadonlySet<number> = new Set([1053, 1077, 1153, 1290, 1792, 1836, 1927, 2006, 2013, 4031]);
const tlsCode =
  /^(HANDSHAKE_SSL_ERROR|HANDSHAKE_NO_SSL_SUPPORT|ERR_TLS_|CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_)/;

/** `park` for what a person must mend, `split` for a row that cannot be stored, `retry` for everything else: locks, limits, restarts, the network. */
export function classifyMysqlError(error: unknown): 'retry' | 'split' | 'park' {
  if (needsSomebody(error)) return 'park';
  if (error instanceof RangeError || error instanceof TypeError) return 'split';
  const errno = memberOf(error, 'errno');
  if (typeof errno === 'number' && errno > 0) {
    return park.has(errno) ? 'park' : split.has(errno) ? 'split' : 'retry';
  }
  const code = memberOf(error, 'code');
  return typeof code === 'string' && tlsCode.test(code) ? 'park' : 'retry';
}

/** Whether a connection is of no more use after this error: what is no answer of the server, and what says that the server goes away. */
export function breaksMysqlConnection(error: unknown): boolean {
  const errno = memberOf(error, 'errno');
  const isAnswer = typeof errno === 'number' && errno > 0 && memberOf(error, 'fatal') !== true;
  return !isAnswer || broken.has(errno);
}

function memberOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}
