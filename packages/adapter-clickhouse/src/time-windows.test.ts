import { expect, test } from 'vitest';
import { widenWindow } from './time-windows.ts';

const hour = 3_600_000;

test('begins with an hour at the end that is asked for, and ends with the whole range', () => {
  const last = 1000 * hour;
  expect([...widenWindow(7, last, 'end')]).toEqual([
    { startMs: last - hour, endMs: last },
    { startMs: last - 24 * hour, endMs: last },
    { startMs: last - 576 * hour, endMs: last },
    { startMs: 7, endMs: last },
  ]);
  expect([...widenWindow(0, 25 * hour, 'start')]).toEqual([
    { startMs: 0, endMs: hour },
    { startMs: 0, endMs: 24 * hour },
    { startMs: 0, endMs: 25 * hour },
  ]);
});

test('is one window for a short range, and for an empty one', () => {
  expect([...widenWindow(0, hour, 'end')]).toEqual([{ startMs: 0, endMs: hour }]);
  expect([...widenWindow(5, 5, 'start')]).toEqual([{ startMs: 5, endMs: 5 }]);
});
