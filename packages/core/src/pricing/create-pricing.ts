import type { Clock } from '../clock.ts';
import type { ReportEvent } from '../report-event.ts';
import type { CustomPrice } from '../tracker.ts';
import type { PriceBook } from './price-book.ts';

/** Where prices come from. */
export interface Pricing {
  /** The book in force now. A call keeps the one it started with. */
  readonly book: PriceBook;
  /** Parses the bundled snapshot and begins refreshing. Idempotent. */
  start(): void;
  /** Ends refreshing. Idempotent. */
  stop(): void;
}

/** Makes the price source of one tracker. Throws a `ConfigurationError` for malformed prices. */
export function createPricing(options: {
  customPricing: Record<string, CustomPrice> | undefined;
  report: ReportEvent;
  clock: Clock;
}): Pricing {
  const book: PriceBook = {
    snapshot: 'none',
    price: (input) => ({
      status: 'unpriced',
      costUsd: null,
      costUsdExact: null,
      lineItems: input.items.map((item) => ({ ...item, rateUsd: null, amountUsd: null, rateKey: null })),
      priceKey: null,
      priceSnapshot: 'none',
      reason: 'no price file is loaded',
    }),
  };
  void options;
  return { book, start: () => undefined, stop: () => undefined };
}
