import type { Clock } from '../clock.ts';
import type { TrackingData } from '../record.ts';
import type { ReportEvent } from '../report-event.ts';

const overflowWindowMs = 60_000;

/** Tells the app of every record that is given up. */
export interface DeadLetters {
  /** One more record had to go because too many wait. Told in sums, at most once a minute: an outage gives up thousands. Cheap, and never calls the app. */
  overflowed(): void;
  /** The database refuses this row, which stands for `records` records. */
  refused(data: TrackingData, records: number, error: unknown): void;
  /** Tells now what `overflowed` has not told yet. */
  reportNow(): void;
}

/** `capacity`: the number of records over which the oldest is given up, for the message. */
export function createDeadLetters(options: { capacity: number; clock: Clock; report: ReportEvent }): DeadLetters {
  const { capacity, clock, report } = options;
  let untold = 0;
  let lastToldMs = Number.NEGATIVE_INFINITY;
  let cancelTimer: (() => void) | undefined;

  function reportNow(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    if (untold === 0) return;
    const records = untold;
    untold = 0;
    lastToldMs = clock.monotonicMs();
    report({
      type: 'dead_letter',
      level: 'error',
      message:
        `${records} records were given up, the oldest first: ${capacity} were waiting for the database already. ` +
        'See that connect() was called and that the database takes writes; many records made at once want a flush() in between.',
      details: { reason: 'overflow', records },
    });
  }

  return {
    overflowed() {
      untold += 1;
      cancelTimer ??= clock.schedule(reportNow, Math.max(0, lastToldMs + overflowWindowMs - clock.monotonicMs()));
    },
    refused(data, records, error) {
      const { requestId, revision, provider, model, costUsdExact } = data;
      report({
        type: 'dead_letter',
        level: 'error',
        message: `The database refuses the record ${requestId}; it is counted as a dead letter and not tried again.`,
        details: { reason: 'refused', records, requestId, revision, provider, model, costUsdExact },
        error,
      });
    },
    reportNow,
  };
}
