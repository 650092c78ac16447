import type { Clock } from '../clock.ts';
import type { ReportEvent } from '../report-event.ts';
import type { TrackerHealth } from '../tracker.ts';
import type { Failure } from './attempt-operation.ts';

/** Whether the database takes records; tells the app once when that changes. */
export interface DatabaseState {
  status(): TrackerHealth['database'];
  succeeded(): void;
  failed(failure: Failure): void;
  closed(): void;
}

/** `pending`: how many records wait, for the messages. `retryMs`: how often a database is tried that is away for long. */
export function createDatabaseState(options: {
  adapterName: string;
  clock: Clock;
  report: ReportEvent;
  retryMs: number;
  pending: () => number;
}): DatabaseState {
  const { adapterName, clock, report, retryMs, pending } = options;
  let status: TrackerHealth['database'] = 'unconnected';
  let downSinceMs: number | undefined;
  return {
    status: () => status,
    succeeded() {
      status = 'available';
      if (downSinceMs === undefined) return;
      const seconds = ((clock.monotonicMs() - downSinceMs) / 1000).toFixed(1);
      downSinceMs = undefined;
      report({
        type: 'database_available',
        level: 'info',
        message: `${adapterName} works again after ${seconds} s; ${pending()} waiting records are written now.`,
        details: { adapter: adapterName, pending: pending() },
      });
    },
    failed({ operation, error, reaction }) {
      const parks = reaction === 'park';
      // A parked database that is also away needs somebody all the same.
      const isNews = downSinceMs === undefined || (parks && status !== 'parked');
      if (isNews) status = parks ? 'parked' : 'unavailable';
      downSinceMs ??= clock.monotonicMs();
      if (!isNews) return;
      const remedy = parks
        ? `Somebody must act (driver, credentials, permissions or schema). It is tried again every ${retryMs} ms and on connect() and flush().`
        : 'It is tried again for as long as it takes.';
      report({
        type: 'database_unavailable',
        level: parks ? 'error' : 'warning',
        message: `${adapterName} failed in ${operation}(); ${pending()} records wait. ${remedy}`,
        details: { adapter: adapterName, operation, pending: pending() },
        error,
      });
    },
    closed() {
      status = 'unconnected';
    },
  };
}
