import { expect, test } from 'vitest';
import { cutTimeRange, type Interval, isTimeZone, periodNumber, periodStart } from './time-ranges.ts';

const hourMs = 3_600_000;

/** The start of the interval that an instant lies in. */
function startOf(interval: Interval, instant: string, timeZone: string): string {
  const timeMs = Date.parse(instant);
  const [piece] = cutTimeRange(timeMs, timeMs + 1, timeZone);
  return periodStart(interval, periodNumber(interval, timeMs, piece?.offsetMs ?? Number.NaN), timeZone).toISOString();
}

test('UTC is one piece', () => {
  expect(cutTimeRange(Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1), 'UTC')).toEqual([
    { startMs: Date.UTC(2026, 0, 1), endMs: Date.UTC(2027, 0, 1), offsetMs: 0 },
  ]);
});

test('a year in Berlin is cut at its two changes', () => {
  expect(cutTimeRange(Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1), 'Europe/Berlin')).toEqual([
    { startMs: Date.UTC(2026, 0, 1), endMs: Date.UTC(2026, 2, 29, 1), offsetMs: hourMs },
    { startMs: Date.UTC(2026, 2, 29, 1), endMs: Date.UTC(2026, 9, 25, 1), offsetMs: 2 * hourMs },
    { startMs: Date.UTC(2026, 9, 25, 1), endMs: Date.UTC(2027, 0, 1), offsetMs: hourMs },
  ]);
});

test('short stretches are found, too', () => {
  expect(cutTimeRange(Date.UTC(2000, 9, 1), Date.UTC(2000, 10, 1), 'America/Boa_Vista')).toHaveLength(3);
  expect(cutTimeRange(Date.UTC(2010, 0, 1), Date.UTC(2011, 0, 1), 'Africa/Cairo')).toHaveLength(5);
});

test('pieces join without gaps, and only 2000 to 2099 is cut', () => {
  for (const timeZone of [
    'America/New_York',
    'Africa/Casablanca',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Asia/Kolkata',
  ]) {
    const pieces = cutTimeRange(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, timeZone);
    expect(pieces.at(0)?.startMs).toBe(Date.UTC(2000, 0, 1));
    expect(pieces.at(-1)?.endMs).toBe(Date.UTC(2100, 0, 1));
    for (const [index, piece] of pieces.slice(1).entries()) {
      expect(piece.startMs).toBe(pieces[index]?.endMs);
      expect(piece.offsetMs).not.toBe(pieces[index]?.offsetMs);
    }
  }
});

test('an empty range has no pieces', () => {
  expect(cutTimeRange(Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1), 'Europe/Berlin')).toEqual([]);
  expect(cutTimeRange(Date.UTC(1990, 0, 1), Date.UTC(1991, 0, 1), 'Europe/Berlin')).toEqual([]);
});

test('days begin at local midnight, also when they have 23 or 25 hours', () => {
  expect(startOf('day', '2026-03-29T21:59:59.999Z', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z');
  expect(startOf('day', '2026-03-29T22:00:00.000Z', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
  expect(startOf('day', '2026-10-25T22:59:59.999Z', 'Europe/Berlin')).toBe('2026-10-24T22:00:00.000Z');
  expect(startOf('day', '2026-10-25T23:00:00.000Z', 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z');
});

test('a day whose midnight does not exist begins with its first instant', () => {
  // In Santiago clocks went from 00:00 to 01:00 on 6 September 2026, 04:00 UTC.
  expect(startOf('day', '2026-09-06T15:00:00.000Z', 'America/Santiago')).toBe('2026-09-06T04:00:00.000Z');
});

test('a date that was skipped leaves no gap', () => {
  // Samoa had no 30 December 2011.
  expect(startOf('day', '2011-12-30T09:59:59.999Z', 'Pacific/Apia')).toBe('2011-12-29T10:00:00.000Z');
  expect(startOf('day', '2011-12-30T10:00:00.000Z', 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z');
});

test('both hours of the night when clocks go back are told apart', () => {
  expect(startOf('hour', '2026-10-25T00:30:00.000Z', 'Europe/Berlin')).toBe('2026-10-25T00:00:00.000Z');
  expect(startOf('hour', '2026-10-25T01:30:00.000Z', 'Europe/Berlin')).toBe('2026-10-25T01:00:00.000Z');
});

test('hours follow the local clock', () => {
  expect(startOf('hour', '2026-05-01T10:29:59.999Z', 'Asia/Kolkata')).toBe('2026-05-01T09:30:00.000Z');
  expect(startOf('hour', '2026-05-01T10:30:00.000Z', 'Asia/Kolkata')).toBe('2026-05-01T10:30:00.000Z');
});

test('weeks begin on Monday, months on the first', () => {
  expect(startOf('week', '2026-03-01T12:00:00.000Z', 'UTC')).toBe('2026-02-23T00:00:00.000Z');
  expect(startOf('week', '2026-03-02T00:00:00.000Z', 'UTC')).toBe('2026-03-02T00:00:00.000Z');
  expect(startOf('week', '2026-03-30T12:00:00.000Z', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
  expect(startOf('month', '2026-12-31T12:00:00.000Z', 'America/New_York')).toBe('2026-12-01T05:00:00.000Z');
  expect(startOf('month', '2026-01-01T04:59:59.999Z', 'America/New_York')).toBe('2025-12-01T05:00:00.000Z');
});

test('unknown zones are refused', () => {
  expect(isTimeZone('Europe/Berlin')).toBe(true);
  expect(isTimeZone('Mars/Olympus')).toBe(false);
  expect(() => cutTimeRange(0, 1, 'Mars/Olympus')).toThrow(RangeError);
});
