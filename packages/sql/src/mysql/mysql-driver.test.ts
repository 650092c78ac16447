import { afterEach, expect, test, vi } from 'vitest';
import { createMysqlDriver, type MysqlConnection } from './mysql-driver.ts';

afterEach(() => void vi.useRealTimers());

test('a connection on which nothing arrives any more is given up, also while a statement is prepared', async () => {
  vi.useFakeTimers();
  const answers: Record<string, unknown>[] = [
    { version: '9.0.0', charset: 'utf8mb4' },
    { autocommit: 1, lock_wait_timeout: 1, innodb_lock_wait_timeout: 1, max_execution_time: 0, sql_mode: '' },
    {},
  ];
  const connection: MysqlConnection = {
    connection: {},
    query: async () => [[answers.shift()], undefined],
    // As `mysql2` does it without an answer to its question to prepare the statement.
    execute: () => new Promise(() => undefined),
    unprepare: () => undefined,
    on: () => undefined,
    removeListener: () => undefined,
  };
  const released: boolean[] = [];
  const driver = createMysqlDriver(async () => ({ connection, release: (broken) => void released.push(broken) }));
  const failed = driver.query({ text: 'SELECT 1', parameters: [] }).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(12_000);
  expect(String(await failed)).toContain('did not answer within 12000 ms');
  expect(released).toEqual([true]);
});
