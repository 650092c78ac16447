import { ManualClock } from '../manual-clock.test-support.ts';
import type { DatabaseAdapter, TrackingData } from '../record.ts';
import type { ReportedEvent } from '../report-event.ts';
import { sampleRecord } from '../sample-record.test-support.ts';
import { createDelivery, type Delivery } from './create-delivery.ts';

/** A delivery on a clock that a test moves, with everything it reported. */
export interface DeliveryBench {
  readonly delivery: Delivery;
  readonly clock: ManualClock;
  readonly events: ReportedEvent[];
  /** What a promise has come to after some time; `waits` if it has not. */
  after<Value>(byMs: number, promise: Promise<Value>): Promise<Value | 'waits' | { rejected: unknown }>;
  /** The types of all events, each with its level. */
  eventTypes(): string[];
  /** Accepts one record per id. */
  accept(...requestIds: string[]): void;
  /** Accepts a record that inherits. */
  inherit(members: Partial<TrackingData>): void;
}

/** Batches of 3, an interval of 1 s, 3 retries from 1 s to 10 s, and no dice: a delay is half of what it may be at most. */
export function createDeliveryBench(
  adapter: DatabaseAdapter,
  settings: { batchSize?: number; random?: () => number } = {},
): DeliveryBench {
  const clock = new ManualClock();
  const events: ReportedEvent[] = [];
  const delivery = createDelivery({
    adapter,
    batchSize: settings.batchSize ?? 3,
    batchIntervalMs: 1000,
    retry: { maxRetries: 3, initialDelayMs: 1000, maxDelayMs: 10_000, backoffMultiplier: 2 },
    clock,
    random: settings.random ?? (() => 0.5),
    report: (event) => events.push(event),
  });
  return {
    delivery,
    clock,
    events,
    after: async (byMs, promise) => {
      const outcome = promise.catch((rejected: unknown) => ({ rejected }));
      await clock.advance(byMs);
      return Promise.race([outcome, new Promise<'waits'>((resolve) => setImmediate(() => resolve('waits')))]);
    },
    eventTypes: () => events.map(({ type, level }) => `${type} ${level}`),
    accept: (...requestIds) => {
      for (const requestId of requestIds) delivery.accept(sampleRecord({ requestId }));
    },
    inherit: (members) => delivery.accept(sampleRecord(members), { inherit: true }),
  };
}
