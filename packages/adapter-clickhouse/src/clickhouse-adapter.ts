import {
  type BreakdownQuery,
  type BreakdownRow,
  type CallQuery,
  ConfigurationError,
  type ConnectOptions,
  cutTimeRange,
  type DatabaseAdapter,
  type ResolvedBreakdown,
  type ResolvedCallQuery,
  resolveBreakdownQuery,
  resolveCallQuery,
  type TimePiece,
  type TrackingData,
  type WriteContext,
} from '@llm-tracker/core/plugin';
import { breakdownStatement, decodeBreakdown } from './breakdown-statement.ts';
import { classifyClickhouseError } from './classify-clickhouse-error.ts';
import { ClickHouseConnection } from './clickhouse-connection.ts';
import { type ClickHouseAdapterOptions, type ClickHousePlace, readClickhouseOptions } from './clickhouse-options.ts';
import { decodeRow } from './row-codec.ts';
import { ensureSchema } from './schema.ts';
import { countStatement, deleteStatement, insertStatement, listStatement, rangeStatement } from './statements.ts';
import { widenWindow } from './time-windows.ts';

// Values of a statement travel in its URL.
const maxIdsPerStatement = 500;

/**
 * Keeps records in a ClickHouse table, one row per call as our queries read it. Made for large batches: set `batchSize` of the tracker to 1,000 or more.
 * @example
 * const database = new ClickHouseAdapter({ url: 'http://localhost:8123' });
 * const tracker = createTracker({ projectName: 'my-project', database, batchSize: 5000 });
 */
export class ClickHouseAdapter implements DatabaseAdapter {
  readonly target: string;
  readonly #place: ClickHousePlace;
  readonly #connection: ClickHouseConnection;

  /** Throws a ConfigurationError for an unknown or wrong option. */
  constructor(options: ClickHouseAdapterOptions) {
    this.#place = readClickhouseOptions(options);
    this.#connection = new ClickHouseConnection(this.#place);
    this.target = this.#place.target;
  }

  async connect({ readOnly, migrations }: ConnectOptions = {}): Promise<void> {
    await this.#connection.open();
    const mayChange = this.#place.migrates && readOnly !== true && migrations !== 'check';
    await ensureSchema(this.#place, this.#connection, mayChange ? 'auto' : 'check');
  }

  async disconnect(): Promise<void> {
    await this.#connection.close();
  }

  async save(data: TrackingData, context?: WriteContext): Promise<void> {
    await this.saveBatch([data], context);
  }

  async saveBatch(data: readonly TrackingData[], context?: WriteContext): Promise<void> {
    if (data.length > 0) await this.#connection.insert(insertStatement(this.#place.table, data), context);
  }

  async getBreakdown(query: BreakdownQuery): Promise<BreakdownRow[]> {
    const resolved = resolveBreakdownQuery(query);
    const pieces = await this.#piecesOf(resolved);
    const rows = await this.#connection.query(breakdownStatement(this.#place.table, resolved, pieces));
    const isWhole = resolved.groupBy.length === 0 && resolved.interval === null;
    // A server may be told to answer nothing, not even zeros, for the totals of nothing.
    return (isWhole && rows.length === 0 ? [[]] : rows).map((row) => decodeBreakdown(resolved, row));
  }

  async listCalls(query: CallQuery): Promise<TrackingData[]> {
    const resolved = resolveCallQuery(query);
    return resolved.requestIds === null ? this.#listPage(resolved) : this.#listIds(resolved, resolved.requestIds);
  }

  /** Deletes the calls that began before, month by month; returns how many. Not through a Distributed table. */
  async deleteBefore(date: Date): Promise<number> {
    if (!(date instanceof Date) || Number.isNaN(date.getTime())) {
      throw new ConfigurationError('date', 'a valid Date', String(date));
    }
    const { table } = this.#place;
    let deleted = 0;
    for (let startMs = await this.#edgeMs('first'); startMs !== null && startMs < date.getTime(); ) {
      const endMs = Math.min(date.getTime(), startOfNextMonth(startMs));
      const [[count = 0] = []] = await this.#connection.query(countStatement(table, startMs, endMs));
      if (Number(count) > 0) await this.#connection.command(deleteStatement(table, startMs, endMs));
      deleted += Number(count);
      startMs = endMs;
    }
    return deleted;
  }

  classifyError(error: unknown): 'retry' | 'split' | 'park' {
    return classifyClickhouseError(error);
  }

  async #listPage(query: ResolvedCallQuery): Promise<TrackingData[]> {
    const isOldest = query.order === 'oldest';
    const afterMs = query.after?.timestamp.getTime() ?? null;
    const startMs = Math.max(query.startMs ?? (await this.#edgeMs('first')) ?? 0, (isOldest ? afterMs : null) ?? 0);
    const storedEndMs = query.endMs ?? ((await this.#edgeMs('last')) ?? 0) + 1;
    const endMs = isOldest || afterMs === null ? storedEndMs : Math.min(storedEndMs, afterMs + 1);
    let page: TrackingData[] = [];
    for (const window of widenWindow(startMs, endMs, isOldest ? 'start' : 'end')) {
      page = await this.#list({ ...query, ...window }, null);
      if (page.length >= query.limit) break;
    }
    return page;
  }

  async #listIds(query: ResolvedCallQuery, requestIds: readonly string[]): Promise<TrackingData[]> {
    const direction = query.order === 'oldest' ? 1 : -1;
    const calls: TrackingData[] = [];
    for (let start = 0; start < requestIds.length; start += maxIdsPerStatement) {
      calls.push(...(await this.#list(query, requestIds.slice(start, start + maxIdsPerStatement))));
    }
    return calls.sort((left, right) => direction * compareInTime(left, right)).slice(0, query.limit);
  }

  async #list(query: ResolvedCallQuery, requestIds: readonly string[] | null): Promise<TrackingData[]> {
    const rows = await this.#connection.query(listStatement(this.#place.table, query, requestIds));
    return rows.map(decodeRow);
  }

  /** Only a closed range can be cut where offsets change, so an open one is closed by what is stored. */
  async #piecesOf(query: ResolvedBreakdown): Promise<TimePiece[]> {
    if (query.interval === null || query.timeZone === 'UTC') return [];
    const startMs = query.startMs ?? (await this.#edgeMs('first'));
    const endMs = query.endMs ?? ((await this.#edgeMs('last')) ?? 0) + 1;
    return startMs === null ? [] : cutTimeRange(startMs, endMs, query.timeZone);
  }

  /** The first or last instant that is stored; null when there is none. */
  async #edgeMs(edge: 'first' | 'last'): Promise<number | null> {
    const [row = []] = await this.#connection.query(rangeStatement(this.#place.table));
    const [first, last, isAny] = row;
    return Number(isAny) === 1 ? Number(edge === 'first' ? first : last) : null;
  }
}

function compareInTime(left: TrackingData, right: TrackingData): number {
  return left.timestamp.getTime() - right.timestamp.getTime() || (left.requestId < right.requestId ? -1 : 1);
}

function startOfNextMonth(timeMs: number): number {
  const date = new Date(timeMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
