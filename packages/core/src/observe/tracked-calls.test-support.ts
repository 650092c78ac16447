import { createTrackerWith } from '../create-tracker.ts';
import { ManualClock } from '../manual-clock.test-support.ts';
import type { CallStart, ReportedUsage, TrackerHost, UsageReader } from '../plugin.ts';
import type { TrackingData } from '../record.ts';
import { MemoryAdapter } from '../storage/memory-adapter.ts';
import type { Tracker, TrackerEvent } from '../tracker.ts';

/** Reads parts of the form of a reported usage; `last: true` ends the answer. */
export function plainReader(): UsageReader {
  let usage: ReportedUsage | null = null;
  return {
    push(part) {
      const { last, ...reported } = part as ReportedUsage & { last?: boolean };
      if (Array.isArray(reported.items)) usage = reported;
      return last === true;
    },
    result: () => usage,
  };
}

/** The start of a call of the model `known`. */
export const start = (more: Partial<CallStart> = {}): CallStart => ({
  operation: 'chat',
  model: 'known',
  reader: plainReader(),
  ...more,
});
/** Ten tokens in and five out: 0.02 USD. */
export const usage: ReportedUsage = {
  items: [
    { unit: 'input', quantity: 10 },
    { unit: 'output', quantity: 5 },
  ],
};

/** A tracker whose plugin `acme` is driven by the test. */
export interface Setup {
  tracker: Tracker;
  host: TrackerHost;
  clock: ManualClock;
  events: TrackerEvent[];
  connected: Promise<void>;
  stored(): Promise<TrackingData[]>;
}

/** Makes a tracker over memory, with a clock that stands still and prices for the model `known`. */
export function setUp(): Setup {
  const clock = new ManualClock();
  const events: TrackerEvent[] = [];
  const database = new MemoryAdapter();
  const tracker = createTrackerWith(
    {
      projectName: 'project',
      database,
      customPricing: { known: { inputCostPerToken: 0.001, outputCostPerToken: '0.002' } },
      onEvent: (event) => events.push(event),
    },
    { clock, random: () => 0.5 },
  );
  const host = tracker.use({ name: 'acme', install: (installed) => installed });
  const connected = tracker.connect();
  return {
    tracker,
    host,
    clock,
    events,
    connected,
    async stored() {
      await connected;
      const flushed = tracker.flush();
      await clock.advance(0);
      await flushed;
      return database.listCalls({ order: 'oldest' });
    },
  };
}
