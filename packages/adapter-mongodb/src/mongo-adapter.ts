import {
  type BreakdownQuery,
  type BreakdownRow,
  type CallQuery,
  ConfigurationError,
  type ConnectOptions,
  cutTimeRange,
  type DatabaseAdapter,
  type ResolvedBreakdown,
  resolveBreakdownQuery,
  resolveCallQuery,
  type TimePiece,
  type TrackingData,
} from '@llm-tracker/core/plugin';
import { breakdownPipeline } from './breakdown-pipeline.ts';
import { CallCollection } from './call-collection.ts';
import { decodeCall } from './call-document.ts';
import { classifyMongoError } from './classify-mongo-error.ts';
import { decodeBreakdown } from './decode-breakdown.ts';
import { pageFilter } from './filter-document.ts';
import { type MongoAdapterOptions, readMongoOptions } from './mongo-options.ts';

// Ids of one question, which must stay below the 16 MB that MongoDB takes.
const maxIdsPerQuestion = 100_000;

/**
 * Keeps records in a MongoDB collection, one document per call. A client of its own closes after 10 s without use and reopens on demand.
 * @example
 * const database = new MongoAdapter({ uri: 'mongodb://localhost:27017', database: 'llm_tracking', collection: 'api_usage' });
 * const tracker = createTracker({ projectName: 'my-project', database });
 */
export class MongoAdapter implements DatabaseAdapter {
  readonly target: string;
  readonly #calls: CallCollection;

  /** Throws a ConfigurationError for an unknown or wrong option. */
  constructor(options: MongoAdapterOptions) {
    const place = readMongoOptions(options);
    this.target = place.target;
    this.#calls = new CallCollection(place);
  }

  async connect(options: ConnectOptions = {}): Promise<void> {
    await this.#calls.prepare(options);
  }

  async disconnect(): Promise<void> {
    await this.#calls.close();
  }

  async save(data: TrackingData): Promise<void> {
    await this.saveBatch([data]);
  }

  async saveBatch(data: readonly TrackingData[]): Promise<void> {
    if (data.length > 0) await this.#calls.save(data);
  }

  async getBreakdown(query: BreakdownQuery): Promise<BreakdownRow[]> {
    const resolved = resolveBreakdownQuery(query);
    const documents = await this.#calls.aggregate(breakdownPipeline(resolved, await this.#piecesOf(resolved)));
    const isWhole = resolved.groupBy.length === 0 && resolved.interval === null;
    return (isWhole && documents.length === 0 ? [{}] : documents).map((document) =>
      decodeBreakdown(resolved, document),
    );
  }

  async listCalls(query: CallQuery): Promise<TrackingData[]> {
    const resolved = resolveCallQuery(query);
    const direction = resolved.order === 'oldest' ? 1 : -1;
    const sort = { $sort: { timestamp: direction, _id: direction } };
    const calls: TrackingData[] = [];
    for (const ids of chunksOf(resolved.requestIds)) {
      const pipeline = [{ $match: pageFilter(resolved, ids) }, sort, { $limit: resolved.limit }];
      for (const document of await this.#calls.aggregate(pipeline)) calls.push(decodeCall(document));
    }
    return calls.sort((left, right) => direction * compareInTime(left, right)).slice(0, resolved.limit);
  }

  /** Deletes the calls that began before, in bounded steps; returns how many. */
  async deleteBefore(date: Date): Promise<number> {
    if (!(date instanceof Date) || Number.isNaN(date.getTime())) {
      throw new ConfigurationError('date', 'a valid Date', String(date));
    }
    return this.#calls.deleteBefore(date);
  }

  classifyError(error: unknown): 'retry' | 'split' | 'park' {
    return classifyMongoError(error);
  }

  /** Only a closed range can be cut where offsets change, so an open one is closed by what is stored. */
  async #piecesOf(query: ResolvedBreakdown): Promise<TimePiece[]> {
    if (query.interval === null || query.timeZone === 'UTC') return [];
    const [startMs, endMs] = [
      query.startMs ?? (await this.#calls.endMs(1)),
      query.endMs ?? ((await this.#calls.endMs(-1)) ?? 0) + 1,
    ];
    return startMs === null ? [] : cutTimeRange(startMs, endMs, query.timeZone);
  }
}

function chunksOf(ids: readonly string[] | null): (readonly string[] | null)[] {
  if (ids === null) return [null];
  const count = Math.ceil(ids.length / maxIdsPerQuestion);
  return Array.from({ length: count }, (_, index) =>
    ids.slice(index * maxIdsPerQuestion, (index + 1) * maxIdsPerQuestion),
  );
}

function compareInTime(left: TrackingData, right: TrackingData): number {
  return left.timestamp.getTime() - right.timestamp.getTime() || (left.requestId < right.requestId ? -1 : 1);
}
