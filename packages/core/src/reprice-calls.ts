import { formatUsd, parseUsd } from './pricing/money.ts';
import type { PriceBook } from './pricing/price-book.ts';
import type { CallQuery, StatsFilter, TrackingData } from './record.ts';
import { repriceRecord } from './reprice-record.ts';
import { resolveStatsFilter } from './storage/resolve-query.ts';
import type { RepriceReport, UsageDatabase } from './tracker.ts';
import { wrongOption } from './wrong-option.ts';

/** What `reprice` takes. */
export type RepriceQuery = Parameters<UsageDatabase['reprice']>[0];

/** A `RepriceQuery` that was checked. */
export interface RepriceTask {
  readonly filter: StatsFilter;
  readonly reason: string;
  readonly dryRun: boolean;
}

/** As many rows as are in memory at a time, and, where statements run in this thread, hold up the app for some milliseconds. */
const pageSize = 100;

/** Throws a `ConfigurationError` that names what is wrong: a filter that is misspelled would reprice everything. */
export function checkRepriceQuery(query: RepriceQuery): RepriceTask {
  const { reason, dryRun = false, ...filter } = Object(query) as RepriceQuery;
  if (typeof reason !== 'string' || reason.trim() === '') {
    const expected = 'a text that says why, which stays beside the former cost of every call';
    throw wrongOption('reason', expected, reason);
  }
  if (typeof dryRun !== 'boolean') throw wrongOption('dryRun', 'true or false', dryRun);
  resolveStatsFilter(filter);
  return { filter, reason, dryRun };
}

/**
 * Prices the stored rows again, page by page and newest first, so that rows that are stored meanwhile do not lengthen it.
 * `save` gets rows sorted by id; a row that has a higher revision by then stays as it is.
 */
export async function repriceCalls(
  { filter, reason, dryRun }: RepriceTask,
  book: PriceBook,
  database: {
    list: (query: CallQuery) => Promise<TrackingData[]>;
    save: (rows: readonly TrackingData[]) => Promise<void>;
    now: () => number;
  },
): Promise<RepriceReport> {
  const total = { examined: 0, changed: 0, before: 0n, after: 0n };
  let after: CallQuery['after'];
  for (;;) {
    const page = await database.list({ ...filter, order: 'newest', limit: pageSize, ...(after && { after }) });
    const last = page.at(-1);
    if (last === undefined) break;
    after = { timestamp: last.timestamp, requestId: last.requestId };
    const revised: TrackingData[] = [];
    for (const record of page) {
      const next = repriceRecord(record, book, { reason, at: new Date(database.now()) });
      if (next !== null) revised.push(next);
      total.before += picoOf(record);
      total.after += picoOf(next ?? record);
    }
    total.examined += page.length;
    total.changed += revised.length;
    if (revised.length > 0 && !dryRun) await database.save(revised.sort(byId));
  }
  const { examined, changed } = total;
  return { examined, changed, beforeUsd: formatUsd(total.before), afterUsd: formatUsd(total.after) };
}

function picoOf({ costUsdExact }: TrackingData): bigint {
  return costUsdExact === null ? 0n : parseUsd(costUsdExact);
}

function byId(left: TrackingData, right: TrackingData): number {
  return left.requestId < right.requestId ? -1 : 1;
}
