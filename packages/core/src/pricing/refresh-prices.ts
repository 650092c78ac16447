import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Clock } from '../clock.ts';
import type { ReportEvent } from '../report-event.ts';
import { checkPriceUpdate, keepVanished } from './check-price-update.ts';
import { readPriceCache, writePriceCache } from './price-cache.ts';
import { readPriceFile } from './price-file.ts';
import { createPriceTable, type PriceTable } from './price-table.ts';
import { type PriceSource, readPriceSource } from './read-price-source.ts';

/** What a refresher works with. */
export interface PriceRefreshOptions {
  readonly source: PriceSource;
  /** Whether the app chose the source: then its first file is not compared with the bundled prices. */
  readonly isChosen: boolean;
  /** 0: read once, if the app chose the source. */
  readonly refreshIntervalMs: number;
  readonly cacheDirectory: string;
  readonly bundled: PriceTable;
  /** Puts new prices into force. */
  readonly use: (table: PriceTable) => void;
  readonly report: ReportEvent;
  readonly clock: Clock;
}

/** Refreshing that runs in the background. */
export interface PriceRefresh {
  /** Resolves when what was due at the start has been read, or could not be. Never rejects. */
  readonly firstRead: Promise<void>;
  stop(): void;
}

const retryMs = 3_600_000;

/** Keeps prices fresh until it is stopped. What cannot be right never comes into force: it is reported, and the last good prices stay. */
export function refreshPrices(options: PriceRefreshOptions): PriceRefresh {
  const refresher = new PriceRefresher(options);
  return { firstRead: refresher.run(), stop: () => refresher.stop() };
}

class PriceRefresher {
  readonly #options: PriceRefreshOptions;
  readonly #sourceName: string;
  readonly #stopped: AbortController = new AbortController();
  /** The last table of this source; null before there was one. */
  #table: PriceTable | null;
  #tag: string | null = null;
  #hasFailed = false;
  #cancelTimer: () => void = () => undefined;

  constructor(options: PriceRefreshOptions) {
    this.#options = options;
    this.#sourceName = options.source.kind === 'url' ? options.source.url.href : resolve(options.source.path);
    this.#table = options.isChosen ? null : options.bundled;
  }

  stop(): void {
    this.#stopped.abort();
    this.#cancelTimer();
  }

  async run(): Promise<void> {
    const { source, bundled, clock, refreshIntervalMs, isChosen, cacheDirectory } = this.#options;
    let readAt = isChosen ? Number.NEGATIVE_INFINITY : Date.parse(dateOf(bundled));
    if (refreshIntervalMs > 0) {
      const cached = await readPriceCache(cacheDirectory, this.#sourceName);
      if (cached !== null && (isChosen || dateOf(cached.table) >= dateOf(bundled))) {
        this.#use(createPriceTable(keepVanished(cached.table.sources, bundled), cached.table.snapshot));
        this.#tag = cached.tag;
        // Whoever keeps a file changes it to have it used.
        if (source.kind === 'url') readAt = cached.fetchedAt;
      }
    } else if (!isChosen) return;
    const delayMs = readAt + refreshIntervalMs - clock.now();
    // A date in the future is a clock's error, and no reason to wait.
    if (delayMs > 0 && delayMs <= refreshIntervalMs) return this.#schedule(delayMs);
    // Not inside the app's connect().
    await new Promise<void>((proceed) => {
      clock.schedule(proceed, 0);
    });
    await this.#refresh();
  }

  #schedule(delayMs: number): void {
    if (this.#stopped.signal.aborted) return;
    this.#cancelTimer = this.#options.clock.schedule(() => void this.#refresh(), delayMs);
  }

  async #refresh(): Promise<void> {
    const { refreshIntervalMs } = this.#options;
    try {
      await this.#read();
      this.#hasFailed = false;
      if (refreshIntervalMs > 0) this.#schedule(refreshIntervalMs);
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      this.#reportFailure(error);
      this.#schedule(refreshIntervalMs > 0 ? Math.min(refreshIntervalMs, retryMs) : retryMs);
    }
  }

  async #read(): Promise<void> {
    const { source, clock, bundled, report } = this.#options;
    const answer = await readPriceSource(source, this.#tag, clock, this.#stopped.signal);
    if (this.#stopped.signal.aborted) return;
    if (answer !== 'unchanged') {
      const { sources, unknownKeys } = readPriceFile(JSON.parse(answer.text));
      const { sources: checked, quarantined } = checkPriceUpdate(this.#table ?? emptyTable, sources);
      this.#use(createPriceTable(keepVanished(checked, bundled), snapshotOf(answer.text, clock.now())));
      this.#tag = answer.tag;
      if (unknownKeys.length > 0) {
        const message = `The price file has price keys that are not understood and never billed: ${unknownKeys.join(', ')}.`;
        report({ type: 'pricing:unknown_keys', level: 'info', message });
      }
      if (quarantined.length > 0) {
        const message = `${quarantined.length} rows of the price file were not taken; their last good prices stay. ${quarantined.slice(0, 5).join('; ')}.`;
        report({ type: 'pricing:rows_quarantined', level: 'warning', message });
      }
    }
    await this.#keep();
  }

  /** So that the next process, too, starts with these prices, and needs not read them again today. */
  async #keep(): Promise<void> {
    const { cacheDirectory, clock, refreshIntervalMs, report } = this.#options;
    if (this.#table === null || refreshIntervalMs === 0) return;
    try {
      const prices = { table: this.#table, tag: this.#tag, fetchedAt: clock.now() };
      await writePriceCache(cacheDirectory, this.#sourceName, prices);
    } catch (error) {
      report({ type: 'pricing:cache_failed', level: 'info', message: 'The prices could not be kept on disk.', error });
    }
  }

  #use(table: PriceTable): void {
    if (this.#stopped.signal.aborted) return;
    this.#table = table;
    this.#options.use(table);
  }

  /** Once per row of failures: a day without a network is one event. */
  #reportFailure(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    const snapshot = (this.#table ?? this.#options.bundled).snapshot;
    const message = `The prices were not refreshed from ${this.#sourceName}; those of ${snapshot} stay in force.`;
    this.#options.report({ type: 'price_refresh_failed', level: 'warning', message, error, details: { snapshot } });
  }
}

const emptyTable: PriceTable = createPriceTable(new Map(), 'none');

function dateOf(table: PriceTable): string {
  return table.snapshot.slice(0, 10);
}

function snapshotOf(text: string, now: number): string {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return `${new Date(now).toISOString().slice(0, 10)}-${hash}`;
}
