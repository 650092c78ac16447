import { adapterName } from './adapter-name.ts';
import { callAdapter } from './call-adapter.ts';
import type { Clock } from './clock.ts';
import { backoffDelayMs, type Retry } from './delivery/backoff.ts';
import { StorageError, UnsupportedOperationError } from './errors.ts';
import type { Pricing } from './pricing/create-pricing.ts';
import type { DatabaseAdapter, TrackingData } from './record.ts';
import { checkRepriceQuery, repriceCalls } from './reprice-calls.ts';
import type { UsageDatabase } from './tracker.ts';
import { wrongOption } from './wrong-option.ts';

/** The members of `UsageDatabase` that change what is stored. */
export type DatabaseUpkeep = Pick<UsageDatabase, 'reprice' | 'deleteBefore'>;

/** Upkeep through an adapter; `before` runs first, each time. A failed page of `reprice` is repeated as `retry` says, and then ends it. */
export function createDatabaseUpkeep(
  database: DatabaseAdapter,
  settings: {
    before: () => Promise<unknown>;
    pricing: Pricing;
    retry: Retry;
    clock: Clock;
    random: () => number;
  },
): DatabaseUpkeep {
  const { before, pricing, retry, clock, random } = settings;
  const pause = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      clock.schedule(resolve, delayMs, { keepAlive: true });
    });

  /** A long run must outlive a lock that somebody holds for a moment. */
  async function repeat<Result>(action: () => Promise<Result>): Promise<Result> {
    for (let failures = 1; ; failures += 1) {
      try {
        return await callAdapter(database, 'reprice', action);
      } catch (error) {
        if (!(error instanceof StorageError) || !error.retryable || failures > retry.maxRetries) throw error;
        await pause(backoffDelayMs(failures, retry, random));
      }
    }
  }

  async function save(rows: readonly TrackingData[]): Promise<void> {
    if (database.saveBatch !== undefined) return database.saveBatch(rows);
    for (const row of rows) await database.save(row);
  }

  return {
    async reprice(query) {
      const task = checkRepriceQuery(query);
      const list = supported(database, 'reprice', database.listCalls);
      await before();
      await pricing.ready();
      return repriceCalls(task, pricing.book, {
        async list(page) {
          // A database in this process answers without leaving a turn of the event loop to anything else.
          await pause(0);
          return repeat(() => list(page));
        },
        save: (rows) => repeat(() => save(rows)),
        now: () => clock.now(),
      });
    },
    async deleteBefore(date) {
      if (!(date instanceof Date) || Number.isNaN(date.getTime())) {
        throw wrongOption('date', 'a valid Date', date);
      }
      const remove = supported(database, 'deleteBefore', database.deleteBefore);
      await before();
      return callAdapter(database, 'deleteBefore', () => remove(date));
    },
  };
}

/** Upkeep of a database that was opened for reading only: a `ConfigurationError`. */
export function refuseDatabaseUpkeep(): DatabaseUpkeep {
  const refuse = async (operation: string): Promise<never> => {
    const hint = 'Open it with openDatabase(database, { readOnly: false }).';
    throw wrongOption('readOnly', `false for ${operation}()`, true, hint);
  };
  return { reprice: () => refuse('reprice'), deleteBefore: () => refuse('deleteBefore') };
}

function supported<Input, Output>(
  database: DatabaseAdapter,
  operation: string,
  member: ((input: Input) => Output) | undefined,
): (input: Input) => Output {
  if (member === undefined) throw new UnsupportedOperationError(adapterName(database), operation);
  return member.bind(database);
}
