import type { TrackingData } from '../record.ts';
import type { DeliveryBalance } from '../tracker.ts';
import { Ring } from './ring.ts';

/** A record on its way to the database. */
export interface PendingRecord {
  readonly record: TrackingData;
  /** Takes attribution, timestamp and latency from the stored row, if there is one. */
  readonly inherit: boolean;
  /** 1 for the first record that was accepted. */
  readonly sequence: number;
  readonly acceptedMs: number;
}

/**
 * What was accepted and is not settled yet, and the balance of it all. This is the seat of everything that outlives a process:
 * a spool appends in `accept`, acknowledges in `settle`, and hands on what it adopted. Nothing else keeps records.
 */
export interface Backlog {
  /** Takes a record; true if there was no room and the oldest waiting record went to the dead letters instead. */
  accept(record: TrackingData, inherit: boolean, nowMs: number): boolean;
  /** The oldest waiting records, at most `count`. From now on they are kept until they are settled. */
  take(count: number): PendingRecord[];
  /** Says how taken records ended. */
  settle(records: readonly PendingRecord[], outcome: 'stored' | 'deadLettered'): void;
  /** How many records wait to be taken. */
  readonly waiting: number;
  /** The first that waits to be taken. */
  oldestWaiting(): PendingRecord | undefined;
  /** The first that is not settled. */
  oldest(): PendingRecord | undefined;
  /** Holds at every moment: `captured + adopted = stored + pending + deadLettered + folded`. */
  balance(): DeliveryBalance;
}

/** A backlog in memory. Of `capacity` records and one, taken ones included, the oldest waiting one goes. */
export function createBacklog(capacity: number): Backlog {
  const ring = new Ring<PendingRecord>(capacity);
  const taken = new Set<PendingRecord>();
  let captured = 0;
  let stored = 0;
  let deadLettered = 0;
  return {
    accept(record, inherit, nowMs) {
      captured += 1;
      const pending = { record, inherit, sequence: captured, acceptedMs: nowMs };
      const hasRoom = ring.length + taken.size < capacity;
      if (!hasRoom) deadLettered += 1;
      // When everything is taken there is no older one to give up.
      if (hasRoom || ring.shift() !== undefined) ring.push(pending);
      return !hasRoom;
    },
    take(count) {
      const records: PendingRecord[] = [];
      while (records.length < count) {
        const pending = ring.shift();
        if (pending === undefined) break;
        taken.add(pending);
        records.push(pending);
      }
      return records;
    },
    settle(records, outcome) {
      for (const pending of records) {
        if (!taken.delete(pending)) continue;
        if (outcome === 'stored') stored += 1;
        else deadLettered += 1;
      }
    },
    get waiting() {
      return ring.length;
    },
    oldestWaiting: () => ring.peek(),
    // Taken records are older than waiting ones, and a Set keeps the order in which they were taken.
    oldest: () => taken.values().next().value ?? ring.peek(),
    balance: () => ({
      captured,
      adopted: 0,
      stored,
      pending: ring.length + taken.size,
      pendingOnDisk: 0,
      deadLettered,
      folded: 0,
    }),
  };
}
