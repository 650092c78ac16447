import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type BreakdownQuery,
  type BreakdownRow,
  type CallQuery,
  ConfigurationError,
  type ConnectOptions,
  cutTimeRange,
  type RecordField,
  type ResolvedBreakdown,
  type ResolvedCallQuery,
  recordFields,
  resolveBreakdownQuery,
  resolveCallQuery,
  type TimePiece,
  type TrackingData,
} from '@llm-tracker/core/plugin';
import { breakdownStatement, edgeStatement } from './breakdown-statement.ts';
import { decodeBreakdown, decodeRecord } from './decode-rows.ts';
import { listStatement } from './list-statement.ts';
import { ensureSchema } from './schema.ts';
import type { SqlDialect } from './sql-dialect.ts';
import type { SqlDriver } from './sql-driver.ts';
import { parseTableName, type SqlTable } from './sql-table.ts';

/** How the schema comes about: `auto` creates and upgrades it, `check` only looks and rejects with the missing SQL. */
export type SchemaMigrations = 'auto' | 'check';

/** What a store is made of. */
export interface SqlStoreOptions<Parameter> {
  readonly dialect: SqlDialect<Parameter>;
  readonly driver: SqlDriver<Parameter>;
  /** @default "llm_tracking" */
  readonly tableName?: string | undefined;
  /** @default "auto" */
  readonly migrations?: SchemaMigrations | undefined;
}

/** The members of a `DatabaseAdapter` that are the same for every SQL database. */
export interface SqlStore {
  readonly table: SqlTable;
  /** Makes sure that there is a table to work with. Whoever connects with `readOnly` or `migrations: 'check'` changes nothing, whatever the store's own `migrations` say. */
  prepare(options: ConnectOptions): Promise<void>;
  save(records: readonly TrackingData[]): Promise<void>;
  getBreakdown(query: BreakdownQuery): Promise<BreakdownRow[]>;
  listCalls(query: CallQuery): Promise<TrackingData[]>;
  /** Deletes rows whose call began before `date`, a bounded number at a time; returns how many. */
  deleteBefore(date: Date): Promise<number>;
}

const fields: readonly RecordField[] = Object.values(recordFields);
const defaultTableName = 'llm_tracking';
// Ids of one statement, so that the other values of the query still find room.
const maxIdsPerStatement = 5_000;
// Short enough to hold nobody up: other writers, and with SQLite the app itself.
const rowsPerDeletion = 1_000;

/** Binds the shared statements to one table of one database. Throws a ConfigurationError for a table name that is no identifier. */
export function createSqlStore<Parameter>(options: SqlStoreOptions<Parameter>): SqlStore {
  const { dialect, driver, migrations = 'auto' } = options;
  const table = parseTableName(options.tableName ?? defaultTableName, dialect.quote);
  if (migrations !== 'auto' && migrations !== 'check') {
    throw new ConfigurationError('migrations', '"auto" or "check"', JSON.stringify(migrations) ?? typeof migrations);
  }
  let keyColumns: readonly string[] = [recordFields.requestId.storedName];
  return {
    table,
    async prepare({ readOnly = false, migrations: asked = migrations }) {
      keyColumns = await ensureSchema(dialect, driver, table, readOnly ? 'check' : asked);
    },
    async save(records) {
      if (records.length > 0) await driver.write(dialect.upsertByRevision(table, fields, records, keyColumns));
    },
    async getBreakdown(query) {
      const resolved = await withTimeRange(dialect, driver, table, resolveBreakdownQuery(query));
      const rows = await driver.query(breakdownStatement(dialect, table, resolved, piecesOf(resolved)));
      return rows.map((row) => decodeBreakdown(dialect, resolved, row));
    },
    async listCalls(query) {
      const resolved = resolveCallQuery(query);
      const pages: TrackingData[] = [];
      for (const requestIds of idChunks(resolved)) {
        const rows = await driver.query(listStatement(dialect, table, resolved, requestIds));
        for (const row of rows) pages.push(decodeRecord(dialect, row));
      }
      return resolved.requestIds === null ? pages : pages.sort(inTime(resolved.order)).slice(0, resolved.limit);
    },
    async deleteBefore(date) {
      if (!(date instanceof Date) || Number.isNaN(date.getTime())) {
        throw new ConfigurationError('date', 'a valid Date', date instanceof Date ? 'an invalid one' : typeof date);
      }
      for (let total = 0; ; ) {
        const deleted = await driver.write([dialect.deleteBefore(table, date, rowsPerDeletion)]);
        if (deleted === 0) return total;
        total += deleted;
        // Where statements run in this thread, the app has its turn between two of them.
        await nextTurn();
      }
    },
  };
}

/** Closes an open range by what is stored, because only a closed one can be cut where offsets change. */
async function withTimeRange<Parameter>(
  dialect: SqlDialect<Parameter>,
  driver: SqlDriver<Parameter>,
  table: SqlTable,
  query: ResolvedBreakdown,
): Promise<ResolvedBreakdown> {
  const open = query.startMs === null || query.endMs === null;
  if (query.interval === null || query.timeZone === 'UTC' || !open) return query;
  const edge = async (direction: 'ASC' | 'DESC'): Promise<number | null> => {
    const [row] = await driver.query(edgeStatement(dialect, table, direction));
    if (row === undefined) return null;
    const instant = dialect.decode(recordFields.timestamp, row[dialect.columnName(recordFields.timestamp)]);
    return instant instanceof Date ? instant.getTime() : null;
  };
  const [first, last] = [await edge('ASC'), await edge('DESC')];
  return {
    ...query,
    startMs: query.startMs ?? first,
    endMs: query.endMs ?? (last === null ? null : last + 1),
  };
}

function piecesOf(query: ResolvedBreakdown): TimePiece[] {
  if (query.interval === null) return [];
  // A range that is still open is of UTC, or there is nothing stored.
  if (query.timeZone === 'UTC' || query.startMs === null || query.endMs === null) return [];
  return cutTimeRange(query.startMs, query.endMs, query.timeZone);
}

function idChunks(query: ResolvedCallQuery): (readonly string[] | null)[] {
  const ids = query.requestIds;
  if (ids === null) return [null];
  const count = Math.ceil(ids.length / maxIdsPerStatement);
  return Array.from({ length: count }, (_, index) =>
    ids.slice(index * maxIdsPerStatement, (index + 1) * maxIdsPerStatement),
  );
}

function inTime(order: ResolvedCallQuery['order']): (left: TrackingData, right: TrackingData) => number {
  const direction = order === 'oldest' ? 1 : -1;
  return (left, right) =>
    direction * (left.timestamp.getTime() - right.timestamp.getTime() || (left.requestId < right.requestId ? -1 : 1));
}
