import { type Clock, isDoneWithin } from '../clock.ts';
import type { ReportEvent } from '../report-event.ts';
import type { CustomPrice, PricingOptions } from '../tracker.ts';
import { wrongOption } from '../wrong-option.ts';
import { createBundledTable } from './bundled-snapshot.ts';
import { readPriceBookOptions } from './create-price-book.ts';
import { lazily } from './lazily.ts';
import type { PriceBook } from './price-book.ts';
import { defaultPriceCacheDirectory } from './price-cache.ts';
import { defaultPriceSource, parsePriceSource } from './read-price-source.ts';
import { type PriceRefresh, refreshPrices } from './refresh-prices.ts';

/** Where prices come from. */
export interface Pricing {
  /** The book in force now. A call keeps the one it started with. */
  readonly book: PriceBook;
  /** Parses the bundled snapshot and begins refreshing. Idempotent. */
  start(): void;
  /** Resolves when the prices that were due at `start` are in force, or could not be had; after 15 s at the latest. Keeps the process alive meanwhile. */
  ready(): Promise<void>;
  /** Ends refreshing. Idempotent. */
  stop(): void;
}

const dayMs = 86_400_000;
const longestTimerMs = 2 ** 31 - 1;
const longestWaitMs = 15_000;

/**
 * Makes the price source of one tracker. Throws a `ConfigurationError` for malformed prices. The environment variable
 * `LLM_TRACKER_PRICE_SOURCE` names a source where the app names none; `off` there ends all refreshing.
 */
export function createPricing(options: {
  customPricing: Readonly<Record<string, CustomPrice>> | undefined;
  pricing?: PricingOptions | undefined;
  report: ReportEvent;
  clock: Clock;
  /** @default a folder of this user's in the system's temporary folder */
  cacheDirectory?: string;
}): Pricing {
  const { customPricing, pricing = {}, report, clock, cacheDirectory = defaultPriceCacheDirectory() } = options;
  const makeBook = readPriceBookOptions({ ...pricing, customPricing });
  const refreshIntervalMs = checkInterval(pricing.refreshIntervalMs ?? dayMs);
  const fromEnvironment = process.env['LLM_TRACKER_PRICE_SOURCE'] || undefined;
  const chosen = pricing.source ?? (fromEnvironment === 'off' ? undefined : fromEnvironment);
  const source = parsePriceSource(chosen ?? defaultPriceSource);
  const isOff = pricing.source === undefined && fromEnvironment === 'off';
  const bundled = lazily(createBundledTable);
  let book: PriceBook | null = null;
  let refresh: PriceRefresh | null = null;

  return {
    get book() {
      book ??= makeBook(bundled());
      return book;
    },
    start() {
      if (refresh !== null) return;
      book ??= makeBook(bundled());
      if (isOff) return;
      refresh = refreshPrices({
        source,
        isChosen: chosen !== undefined,
        refreshIntervalMs,
        cacheDirectory,
        bundled: bundled(),
        use: (table) => {
          book = makeBook(table);
        },
        report,
        clock,
      });
    },
    async ready() {
      if (refresh !== null) await isDoneWithin(refresh.firstRead, longestWaitMs, clock);
    },
    stop: () => refresh?.stop(),
  };
}

function checkInterval(refreshIntervalMs: number): number {
  if (Number.isFinite(refreshIntervalMs) && refreshIntervalMs >= 0) return Math.min(refreshIntervalMs, longestTimerMs);
  const expected = 'a number of milliseconds, 0 for never';
  throw wrongOption('pricing.refreshIntervalMs', expected, refreshIntervalMs);
}
