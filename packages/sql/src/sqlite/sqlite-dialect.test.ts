import { recordFields } from '@llm-tracker/core/plugin';
import { expect, test } from 'vitest';
import { sqliteDialect } from './sqlite-dialect.ts';

const { costUsdExact, timestamp, success, tags, model, latencyMs } = recordFields;

test('columns say what their integers count', () => {
  expect([costUsdExact, timestamp, latencyMs].map(sqliteDialect.columnName)).toEqual([
    'cost_usd_pico',
    'timestamp_ms',
    'latency_ms',
  ]);
});

test('amounts are whole pico-dollars, to the last one that 64 bits hold', () => {
  for (const [text, pico] of [
    ['0.001615', 1_615_000_000n],
    ['-0.000000000001', -1n],
    ['9223372.036854775807', 2n ** 63n - 1n],
  ] as const) {
    expect(sqliteDialect.encode(costUsdExact, text)).toBe(pico);
    expect(sqliteDialect.decode(costUsdExact, pico)).toBe(text);
  }
  expect(() => sqliteDialect.encode(costUsdExact, '9223372.036854775808')).toThrow(RangeError);
});

test('other values come back as they were', () => {
  const instant = new Date('2026-03-01T12:00:00.001Z');
  for (const [field, value] of [
    [timestamp, instant],
    [success, true],
    [success, false],
    [tags, { a: '"quoted"' }],
    [model, 'gpt-4o'],
    [latencyMs, 2 ** 53 - 1],
  ] as const) {
    expect(sqliteDialect.decode(field, sqliteDialect.encode(field, value))).toEqual(value);
  }
});

test('both halves of an amount are summed apart and joined exactly', () => {
  expect(sqliteDialect.decodeAmount([-1n, 2n ** 32n - 1n])).toBe(-1n);
  expect(sqliteDialect.decodeAmount([2n ** 40n, 5n])).toBe(2n ** 72n + 5n);
});
