import { describe, expect, it } from 'vitest';
import { createTracker } from './create-tracker.ts';
import { StorageError, UnsupportedOperationError } from './errors.ts';
import { ManualClock } from './manual-clock.test-support.ts';
import { openDatabaseWith } from './open-database.ts';
import type { TrackingData } from './record.ts';
import { MemoryAdapter } from './storage/memory-adapter.ts';
import { cheap, databaseOf, dear, rowsOf, upkeepOf } from './upkeep.test-support.ts';

const reason = 'the price was wrong';

/** Fails a few times before each page is saved. */
class Locked extends MemoryAdapter {
  failures = 0;
  attempts = 0;
  readonly reaction: 'retry' | 'park';

  constructor(reaction: 'retry' | 'park') {
    super();
    this.reaction = reaction;
  }

  override async saveBatch(data: readonly TrackingData[]): Promise<void> {
    this.attempts += 1;
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('the database is locked');
    }
    await super.saveBatch(data);
  }

  classifyError(): 'retry' | 'park' {
    return this.reaction;
  }
}

describe('a database that fails during a reprice', () => {
  async function repriceLocked(
    reaction: 'retry' | 'park',
    failures: number,
  ): Promise<{ adapter: Locked; error: unknown }> {
    const adapter = new Locked(reaction);
    await databaseOf(2, cheap, adapter);
    Object.assign(adapter, { failures, attempts: 0 });
    const clock = new ManualClock();
    const database = openDatabaseWith(adapter, { readOnly: false, customPricing: dear }, { clock, random: () => 1 });
    const outcome = database.reprice({ reason }).then(
      () => undefined,
      (error: unknown) => error,
    );
    await clock.advance(60_000);
    return { adapter, error: await outcome };
  }

  it('is tried again, so that a lock of a moment does not end it', async () => {
    const { adapter, error } = await repriceLocked('retry', 3);
    expect(error).toBeUndefined();
    expect(adapter.attempts).toBe(4);
    expect(await adapter.listCalls({})).toMatchObject([{ costUsdExact: '0.04' }, { costUsdExact: '0.04' }]);
  });

  it('ends it when it lasts, and at once when somebody must act first', async () => {
    const lasting = await repriceLocked('retry', 4);
    expect(lasting.error).toBeInstanceOf(StorageError);
    expect(lasting.error).toMatchObject({ operation: 'reprice', retryable: true });
    expect(lasting.adapter.attempts).toBe(4);
    const refused = await repriceLocked('park', 1);
    expect(refused.error).toMatchObject({ operation: 'reprice', retryable: false });
    expect(refused.adapter.attempts).toBe(1);
  });
});

describe('deleteBefore', () => {
  it('deletes what started before a date, and counts the rows', async () => {
    const adapter = await databaseOf(9, cheap, new MemoryAdapter());
    const database = upkeepOf(adapter);
    expect(await database.deleteBefore(new Date(Date.UTC(2026, 10, 1, 0, 0, 1)))).toBe(3);
    expect(await database.getStats()).toMatchObject({ totalRequests: 6 });
    expect(await database.deleteBefore(new Date(0))).toBe(0);
  });

  it('on a tracker, delivers first: what is accepted before it is not stored after it', async () => {
    const adapter = new MemoryAdapter();
    const tracker = createTracker({ projectName: 'shop', database: adapter });
    await tracker.connect();
    const timestamp = new Date('2026-01-01T00:00:00Z');
    tracker.record({ provider: 'acme', operation: 'chat', model: 'm', items: [], timestamp });
    expect(await tracker.deleteBefore(new Date('2026-02-01T00:00:00Z'))).toBe(1);
    await tracker.disconnect();
    expect(await rowsOf(adapter)).toEqual([]);
    await expect(tracker.deleteBefore(timestamp)).rejects.toMatchObject({ code: 'tracker_closed' });
  });

  it.each([['2026-01-01'], [new Date(Number.NaN)], [undefined]])('is refused for %s', async (date) => {
    const adapter = await databaseOf(2, cheap, new MemoryAdapter());
    // @ts-expect-error as an app without types could call it
    await expect(upkeepOf(adapter).deleteBefore(date)).rejects.toMatchObject({ code: 'invalid_option', path: 'date' });
    expect(await rowsOf(adapter)).toHaveLength(2);
  });

  it('is refused where the adapter cannot', async () => {
    const database = upkeepOf(Object.assign(new MemoryAdapter(), { deleteBefore: undefined }));
    await expect(database.deleteBefore(new Date())).rejects.toBeInstanceOf(UnsupportedOperationError);
  });
});
