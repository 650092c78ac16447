// A listener: counts calls as they leave and as they settle.
import type { TrackerPlugin } from '@llm-tracker/core/plugin';

/** What `tracker.use(callCounter())` returns. */
export interface CallCounter {
  /** Calls by `provider/model asked for`. */
  readonly started: ReadonlyMap<string, number>;
  readonly settled: { succeeded: number; failed: number };
}

/** Counts every call of the tracker, whichever plugin makes it. */
export function callCounter(): TrackerPlugin<CallCounter> {
  const started = new Map<string, number>();
  const settled = { succeeded: 0, failed: 0 };
  return {
    name: 'call-counter',
    install(host) {
      host.onCall((call) => {
        const key = `${call.provider}/${call.model}`;
        started.set(key, (started.get(key) ?? 0) + 1);
        return (record) => {
          if (record !== null) settled[record.success ? 'succeeded' : 'failed'] += 1;
        };
      });
      return { started, settled };
    },
  };
}
