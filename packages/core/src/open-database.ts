import { adapterName } from './adapter-name.ts';
import { callAdapter } from './call-adapter.ts';
import { checkOpenDatabaseOptions } from './check-options.ts';
import { type Clock, systemClock } from './clock.ts';
import { createDatabaseUpkeep, refuseDatabaseUpkeep } from './database-upkeep.ts';
import { UnsupportedOperationError } from './errors.ts';
import { explainRecord } from './explain-record.ts';
import { createPricing } from './pricing/create-pricing.ts';
import type {
  BreakdownQuery,
  BreakdownRow,
  CallQuery,
  DatabaseAdapter,
  GroupKey,
  StatsFilter,
  UsageStats,
} from './record.ts';
import { createConsoleListener, createEventReporter } from './report-event.ts';
import { statsOf } from './storage/read-stats.ts';
import type { Explanation, OpenDatabaseOptions, UsageDatabase } from './tracker.ts';

/** The reading members of `UsageDatabase`. */
export type DatabaseReader = Pick<UsageDatabase, 'getStats' | 'getBreakdown' | 'listCalls' | 'explain'>;

/**
 * Opens a database for reading, or with `readOnly: false` for upkeep, in dashboards and command lines: no schema change,
 * nothing tracked. Throws a `ConfigurationError` for wrong options.
 *
 * @example
 * const database = openDatabase(new SqliteAdapter({ filename: 'usage.db' }), { readOnly: false });
 * await database.connect();
 * await database.reprice({ model: 'my-model', reason: 'its price is known now' });
 */
export function openDatabase(database: DatabaseAdapter, options?: OpenDatabaseOptions): UsageDatabase {
  return openDatabaseWith(database, options, { clock: systemClock, random: Math.random });
}

/** As `openDatabase`, with the clock and the dice of the caller. */
export function openDatabaseWith(
  database: DatabaseAdapter,
  options: OpenDatabaseOptions | undefined,
  machine: { clock: Clock; random: () => number },
): UsageDatabase {
  const checked = checkOpenDatabaseOptions(database, options);
  const { readOnly } = checked;
  const { clock } = machine;
  const before = async (): Promise<void> => undefined;
  const report = createEventReporter(createConsoleListener(() => clock.now()));
  const pricing = createPricing({ ...checked, report, clock });
  return {
    ...createDatabaseReader(database, before),
    ...(readOnly
      ? refuseDatabaseUpkeep()
      : createDatabaseUpkeep(database, { ...checked, ...machine, before, pricing })),
    async connect() {
      const access = readOnly ? ({ readOnly } as const) : ({ migrations: 'check' } as const);
      await callAdapter(database, 'connect', () => database.connect(access));
      if (!readOnly) pricing.start();
    },
    async disconnect() {
      pricing.stop();
      await callAdapter(database, 'disconnect', () => database.disconnect());
    },
  };
}

/** Reads through an adapter; `before` runs first, each time. What the adapter lacks raises `UnsupportedOperationError`, what it throws a `StorageError`. */
export function createDatabaseReader(database: DatabaseAdapter, before: () => Promise<unknown>): DatabaseReader {
  const ask = async <Result>(operation: string, action: (() => Promise<Result>) | undefined): Promise<Result> => {
    if (action === undefined) throw new UnsupportedOperationError(adapterName(database), operation);
    await before();
    return callAdapter(database, operation, action);
  };
  const breakdown = database.getBreakdown?.bind(database);
  const stats = database.getStats?.bind(database);
  const list = database.listCalls?.bind(database);

  return {
    async getStats(filter: StatsFilter = {}): Promise<UsageStats> {
      if (breakdown === undefined) return ask('getStats', stats && (() => stats(filter)));
      return statsOf(await ask('getStats', () => breakdown({ ...filter })));
    },
    async getBreakdown<Key extends GroupKey = never>(query: BreakdownQuery<Key> = {}): Promise<BreakdownRow<Key>[]> {
      const rows = await ask('getBreakdown', breakdown && (() => breakdown(query)));
      return rows as BreakdownRow<Key>[];
    },
    listCalls: (query: CallQuery = {}) => ask('listCalls', list && (() => list(query))),
    async explain(requestId: string): Promise<Explanation | null> {
      const [record] = await ask('explain', list && (() => list({ requestIds: [requestId], limit: 1 })));
      return record === undefined ? null : explainRecord(record);
    },
  };
}
