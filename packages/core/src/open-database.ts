import { adapterName } from './adapter-name.ts';
import { LlmTrackerError, StorageError, UnsupportedOperationError } from './errors.ts';
import { explainRecord } from './explain-record.ts';
import type {
  BreakdownQuery,
  BreakdownRow,
  CallQuery,
  DatabaseAdapter,
  GroupKey,
  StatsFilter,
  UsageStats,
} from './record.ts';
import { statsOf } from './storage/read-stats.ts';
import type { Explanation, UsageDatabase } from './tracker.ts';

/** The reading members of `UsageDatabase`. */
export type DatabaseReader = Pick<UsageDatabase, 'getStats' | 'getBreakdown' | 'listCalls' | 'explain'>;

/** Opens a database for reading only: no schema change, nothing tracked. For dashboards and command lines. */
export function openDatabase(database: DatabaseAdapter): UsageDatabase {
  return {
    ...createDatabaseReader(database, async () => undefined),
    connect: () => attempt(database, 'connect', () => database.connect({ readOnly: true })),
    disconnect: () => attempt(database, 'disconnect', () => database.disconnect()),
  };
}

/** Reads through an adapter; `before` runs first, each time. What the adapter lacks raises `UnsupportedOperationError`, what it throws a `StorageError`. */
export function createDatabaseReader(database: DatabaseAdapter, before: () => Promise<unknown>): DatabaseReader {
  const ask = async <Result>(operation: string, action: (() => Promise<Result>) | undefined): Promise<Result> => {
    if (action === undefined) throw new UnsupportedOperationError(adapterName(database), operation);
    await before();
    return attempt(database, operation, action);
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

async function attempt<Result>(
  database: DatabaseAdapter,
  operation: string,
  action: () => Promise<Result>,
): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof LlmTrackerError) throw error;
    const name = adapterName(database);
    const retryable = database.classifyError === undefined || database.classifyError(error) === 'retry';
    throw new StorageError(
      `${name} failed in ${operation}. ${retryable ? 'Try again later; the cause says what the database answered.' : 'The cause says what has to be mended.'}`,
      { adapter: name, operation, retryable, cause: error },
    );
  }
}
