import { scrubText } from './scrub-text.ts';
import type { TrackerEvent } from './tracker.ts';

/** An event with the caught error still whole. */
export type ReportedEvent = Omit<TrackerEvent, 'error'> & { error?: unknown };

/** Hands an event to the app; never throws. */
export type ReportEvent = (event: ReportedEvent) => void;

const consoleWindowMs = 60_000;

/** Scrubs what was caught and calls `onEvent`, whose own failures are swallowed: there is nobody left to tell. */
export function createEventReporter(onEvent: (event: TrackerEvent) => void): ReportEvent {
  return (reported) => {
    try {
      const { error, ...event } = reported;
      onEvent(error === undefined ? event : { ...event, error: describeError(error) });
    } catch {
      // An app's failing listener must not reach the call that caused the event.
    }
  };
}

/** The default `onEvent`: warnings and errors to the console, one line per type and minute. */
export function createConsoleListener(now: () => number): (event: TrackerEvent) => void {
  const lastPrinted = new Map<string, { at: number; suppressed: number }>();
  return (event) => {
    if (event.level === 'info') return;
    const last = lastPrinted.get(event.type);
    if (last !== undefined && now() - last.at < consoleWindowMs) {
      last.suppressed += 1;
      return;
    }
    const suppressed = last === undefined || last.suppressed === 0 ? '' : ` (${last.suppressed} more of this type since)`;
    const cause = event.error === undefined ? '' : ` ${event.error.name}: ${event.error.message}`;
    lastPrinted.set(event.type, { at: now(), suppressed: 0 });
    console[event.level === 'error' ? 'error' : 'warn'](`[llm-tracker] ${event.message}${cause}${suppressed}`);
  };
}

/** Name, code and scrubbed message of anything that was thrown. */
export function describeError(error: unknown): { name: string; code: string | null; message: string } {
  try {
    if (typeof error !== 'object' || error === null) {
      return { name: typeof error, code: null, message: scrubText(String(error)) };
    }
    const { name, code, message } = error as { name?: unknown; code?: unknown; message?: unknown };
    return {
      name: typeof name === 'string' ? name : 'Error',
      code: typeof code === 'string' ? code : typeof code === 'number' ? String(code) : null,
      message: scrubText(typeof message === 'string' ? message : ''),
    };
  } catch {
    return { name: 'Error', code: null, message: 'an error that cannot be read' };
  }
}
