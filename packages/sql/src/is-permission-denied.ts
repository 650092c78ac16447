// https://www.postgresql.org/docs/current/errcodes-appendix.html, https://dev.mysql.com/doc/mysql-errors/en/server-error-reference.html
const sqlStates: ReadonlySet<unknown> = new Set(['42501']);
const errorNumbers: ReadonlySet<unknown> = new Set([1044, 1142, 1143, 1227, 1370]);

/** Whether a database refused a statement because its user may not run it. */
export function isPermissionDenied(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, errno } = error as { code?: unknown; errno?: unknown };
  return sqlStates.has(code) || errorNumbers.has(errno);
}
