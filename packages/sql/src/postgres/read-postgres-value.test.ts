import { expect, test } from 'vitest';
import { readPostgresValue } from './read-postgres-value.ts';

test('instants are read in whatever zone the session shows them', () => {
  for (const text of ['2026-03-01 06:30:00.123+00', '2026-03-01 12:00:00.123+05:30', '2026-03-01 03:00:00.123-03:30']) {
    expect(readPostgresValue(1184, text)).toEqual(new Date('2026-03-01T06:30:00.123Z'));
  }
  expect(readPostgresValue(1184, '2099-12-31 23:59:59+14')).toEqual(new Date('2099-12-31T09:59:59Z'));
});

test('decimals and large integers stay text', () => {
  expect(readPostgresValue(1700, '12345678901234567890.000000000001')).toBe('12345678901234567890.000000000001');
  expect(readPostgresValue(20, '9223372036854775807')).toBe('9223372036854775807');
  expect(readPostgresValue(3802, '{"a": "1"}')).toBe('{"a": "1"}');
});

test('booleans are booleans', () => {
  expect([readPostgresValue(16, 't'), readPostgresValue(16, 'f')]).toEqual([true, false]);
});
