/** A stretch of time: `startMs` included, `endMs` not. */
export interface TimeWindow {
  readonly startMs: number;
  readonly endMs: number;
}

const hourMs = 3_600_000;
const growth = 24;

/**
 * Ever wider windows at one end of a range, an hour first and the whole range last. A page of calls mostly lies in the first, and the rows of a table
 * that is sorted by day need not all be read to find it.
 */
export function* widenWindow(startMs: number, endMs: number, from: 'start' | 'end'): Generator<TimeWindow, void> {
  for (let widthMs = hourMs; widthMs < endMs - startMs; widthMs *= growth) {
    yield from === 'start' ? { startMs, endMs: startMs + widthMs } : { startMs: endMs - widthMs, endMs };
  }
  yield { startMs, endMs };
}
