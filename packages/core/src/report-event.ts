import { scrubText } from './scrub-text.ts';
import type { TrackerEvent } from './tracker.ts';

/** An event with the caught error still whole. */
export type ReportedEvent = Omit<TrackerEvent, 'error'> & { error?: unknown };

/** Hands an event to the app; never throws. */
export type ReportEvent = (event: ReportedEvent) => void;

const consoleWindowMs = 60_000;
const linesPerWindow = 5;
const longestName = 100;

/** Scrubs what was caught and calls `onEvent`, whose own failures are swallowed: there is nobody left to tell. */
export function createEventReporter(onEvent: (event: TrackerEvent) => unknown): ReportEvent {
  return (reported) => {
    try {
      const { error, ...event } = reported;
      const answer = onEvent(error === undefined ? event : { ...event, error: describeError(error) });
      // A listener may well be an async function; what it rejects with must not become an unhandled rejection.
      if (answer !== undefined) Promise.resolve(answer).catch(() => undefined);
    } catch {
      // An app's failing listener must not reach the call that caused the event.
    }
  };
}

/** The default `onEvent`: warnings and errors to the console, at most five lines a minute of each type and level. */
export function createConsoleListener(now: () => number): (event: TrackerEvent) => void {
  const windows = new Map<string, { since: number; lines: number }>();
  return (event) => {
    if (event.level === 'info') return;
    const kind = `${event.level} ${event.type}`;
    let window = windows.get(kind);
    if (window === undefined || Math.abs(now() - window.since) >= consoleWindowMs) {
      const unprinted = window === undefined ? 0 : window.lines - linesPerWindow;
      if (unprinted > 0) print(event.level, `${unprinted} more events of type ${event.type} were not printed.`);
      window = { since: now(), lines: 0 };
      windows.set(kind, window);
    }
    window.lines += 1;
    if (window.lines > linesPerWindow) return;
    const cause = event.error === undefined ? '' : ` ${event.error.name}: ${event.error.message}`;
    const pause = window.lines === linesPerWindow ? ' (More of this type are not printed for a minute.)' : '';
    print(event.level, `${event.message}${cause}${pause}`);
  };
}

function print(level: 'warning' | 'error', line: string): void {
  console[level === 'error' ? 'error' : 'warn'](`[llm-tracker] ${line}`);
}

/** Name, code and scrubbed message of anything that was thrown. */
export function describeError(error: unknown): { name: string; code: string | null; message: string } {
  try {
    if (typeof error !== 'object' || error === null) {
      return { name: error === null ? 'null' : typeof error, code: null, message: scrubText(String(error)) };
    }
    const { name, code, message } = error as { name?: unknown; code?: unknown; message?: unknown };
    return {
      name: shortText(name) ?? 'Error',
      code: typeof code === 'number' ? String(code) : shortText(code),
      message: scrubText(typeof message === 'string' && message !== '' ? message : messageOfFirst(error)),
    };
  } catch {
    return { name: 'Error', code: null, message: 'an error that cannot be read' };
  }
}

function shortText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? scrubText(value).slice(0, longestName) : null;
}

/** A refused connection to a host with several addresses is an `AggregateError` that says nothing itself. */
function messageOfFirst(error: object): string {
  const first: unknown = 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : undefined;
  return first instanceof Error ? first.message : '';
}
