/** No call was made before: 2000-01-01, UTC. */
export const earliestTimestampMs: number = Date.UTC(2000, 0, 1);
/** The last instant that is stored: the end of 2099, UTC. */
export const latestTimestampMs: number = Date.UTC(2100, 0, 1) - 1;

/** How a breakdown cuts time; weeks start on Monday. */
export type Interval = 'hour' | 'day' | 'week' | 'month';

/** A stretch of time in which a zone keeps one offset: `startMs` included, `endMs` not. Local time is UTC plus `offsetMs`. */
export interface TimePiece {
  readonly startMs: number;
  readonly endMs: number;
  readonly offsetMs: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
// The shortest time for which a zone has kept an offset since 2000 is 6 days and 23 hours (Boa Vista, October 2000).
const probeMs = 3 * dayMs;
const maxCachedZones = 32;
const zones = new Map<string, Zone>();

interface Zone {
  readonly offsetAt: (timeMs: number) => number;
  /** By UTC year. */
  readonly years: Map<number, readonly TimePiece[]>;
}

/** Whether `Intl` knows this IANA zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    zoneOf(timeZone);
    return true;
  } catch {
    return false;
  }
}

/**
 * The range from `startMs` (included) to `endMs` (not included), cut where the zone's UTC offset changes; adjacent pieces have different offsets.
 * Only 2000 to 2099 is cut: no record lies outside. Throws a RangeError for an unknown zone.
 */
export function cutTimeRange(startMs: number, endMs: number, timeZone: string): TimePiece[] {
  const from = Math.max(startMs, earliestTimestampMs);
  const to = Math.min(endMs, latestTimestampMs + 1);
  if (timeZone === 'UTC') return from < to ? [{ startMs: from, endMs: to, offsetMs: 0 }] : [];
  const zone = zoneOf(timeZone);
  const pieces: TimePiece[] = [];
  for (let year = new Date(from).getUTCFullYear(); from < to && Date.UTC(year, 0, 1) < to; year += 1) {
    for (const piece of piecesOfYear(zone, year)) {
      const pieceStart = Math.max(piece.startMs, from);
      const pieceEnd = Math.min(piece.endMs, to);
      if (pieceStart < pieceEnd) append(pieces, { startMs: pieceStart, endMs: pieceEnd, offsetMs: piece.offsetMs });
    }
  }
  return pieces;
}

/**
 * The number of the interval that an instant lies in; what a database computes, too. Days and weeks count from 1970 in local time, months are
 * `year × 12 + month - 1`, an hour is the second (UTC) in which the local clock showed its beginning under the offset that is in force.
 */
export function periodNumber(interval: Interval, timeMs: number, offsetMs: number): number {
  const local = timeMs + offsetMs;
  switch (interval) {
    case 'hour':
      return (Math.floor(local / hourMs) * hourMs - offsetMs) / 1000;
    case 'day':
      return Math.floor(local / dayMs);
    case 'week':
      return Math.floor((local + 3 * dayMs) / (7 * dayMs));
    case 'month': {
      const date = new Date(local);
      return date.getUTCFullYear() * 12 + date.getUTCMonth();
    }
  }
}

/** The first instant of the interval with this number in the zone. A day that begins with a change of offset begins with the first instant of its date. */
export function periodStart(interval: Interval, number: number, timeZone: string): Date {
  switch (interval) {
    case 'hour':
      return new Date(number * 1000);
    case 'day':
      return firstInstant(number * dayMs, (number + 1) * dayMs, timeZone);
    case 'week':
      return firstInstant((number * 7 - 3) * dayMs, (number * 7 + 4) * dayMs, timeZone);
    case 'month':
      return firstInstant(startOfMonth(number), startOfMonth(number + 1), timeZone);
  }
}

function startOfMonth(number: number): number {
  return Date.UTC(Math.floor(number / 12), number % 12);
}

/** The first instant whose local time lies between two local times. */
function firstInstant(fromLocalMs: number, toLocalMs: number, timeZone: string): Date {
  // No offset reaches a day; the zone is asked beyond the range of records, too, because a period may begin before it.
  const zone = zoneOf(timeZone);
  for (const piece of offsetPieces(zone, fromLocalMs - dayMs, toLocalMs + dayMs)) {
    const first = Math.max(piece.startMs, fromLocalMs - piece.offsetMs);
    if (first < piece.endMs && first + piece.offsetMs < toLocalMs) return new Date(first);
  }
  return new Date(fromLocalMs - zone.offsetAt(fromLocalMs));
}

function piecesOfYear(zone: Zone, year: number): readonly TimePiece[] {
  let pieces = zone.years.get(year);
  if (pieces === undefined) {
    pieces = offsetPieces(zone, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1));
    zone.years.set(year, pieces);
  }
  return pieces;
}

function offsetPieces(zone: Zone, startMs: number, endMs: number): TimePiece[] {
  const pieces: TimePiece[] = [];
  let pieceStart = startMs;
  let offsetMs = zone.offsetAt(startMs);
  for (let known = startMs; known < endMs; ) {
    const probe = Math.min(known + probeMs, endMs - 1);
    const probed = zone.offsetAt(probe);
    if (probed !== offsetMs) {
      const change = firstChange(zone, known, probe, offsetMs);
      pieces.push({ startMs: pieceStart, endMs: change, offsetMs });
      pieceStart = change;
      offsetMs = zone.offsetAt(change);
      known = change;
    } else {
      known = probe === endMs - 1 ? endMs : probe;
    }
  }
  pieces.push({ startMs: pieceStart, endMs, offsetMs });
  return pieces;
}

/** Offsets change at whole seconds. */
function firstChange(zone: Zone, sameMs: number, changedMs: number, offsetMs: number): number {
  let same = Math.floor(sameMs / 1000);
  let changed = Math.ceil(changedMs / 1000);
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2);
    if (zone.offsetAt(middle * 1000) === offsetMs) same = middle;
    else changed = middle;
  }
  return changed * 1000;
}

function append(pieces: TimePiece[], next: TimePiece): void {
  const last = pieces.at(-1);
  if (last !== undefined && last.offsetMs === next.offsetMs) {
    pieces[pieces.length - 1] = { ...last, endMs: next.endMs };
  } else {
    pieces.push(next);
  }
}

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const zone: Zone = { offsetAt: (timeMs) => readOffset(format, timeMs), years: new Map() };
  const oldest = zones.keys().next();
  if (zones.size >= maxCachedZones && oldest.done !== true) zones.delete(oldest.value);
  zones.set(timeZone, zone);
  return zone;
}

const localTime = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)$/;

function readOffset(format: Intl.DateTimeFormat, timeMs: number): number {
  const match = localTime.exec(format.format(timeMs));
  if (match === null) throw new RangeError(`Cannot read the local time of ${timeMs} ms.`);
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(timeMs / 1000) * 1000;
}
