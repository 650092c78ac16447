import { createAttributionScope } from './attribution.ts';
import { checkTrackerOptions } from './check-options.ts';
import { type Clock, isDoneWithin, systemClock } from './clock.ts';
import { createDatabaseUpkeep } from './database-upkeep.ts';
import { createDelivery } from './delivery/create-delivery.ts';
import { ClosedError } from './errors.ts';
import { createCallListeners } from './observe/call-listeners.ts';
import { createTrackerHost } from './observe/create-tracker-host.ts';
import type { Call, CallEnvironment } from './observe/observed-call.ts';
import { recordInput } from './observe/record-input.ts';
import { createDatabaseReader } from './open-database.ts';
import type { TrackerPlugin } from './plugin.ts';
import { createPricing } from './pricing/create-pricing.ts';
import { createUnpricedModels } from './pricing/unpriced-models.ts';
import type { Attribution, TrackingData } from './record.ts';
import { createConsoleListener, createEventReporter } from './report-event.ts';
import { sanitizeRecord } from './storage/sanitize-record.ts';
import type { DeliveryBalance, Tracker, TrackerOptions } from './tracker.ts';

const readTimeoutMs = 1000;
const flushTimeoutMs = 5000;

/**
 * Makes a tracker: hand it the app's LLM clients with `use`, and every call is recorded in the app's own database.
 * Throws a `ConfigurationError` for wrong options; connects to nothing before `connect()`.
 *
 * @example
 * const tracker = createTracker({ projectName: 'my-project', database: new SqliteAdapter({ filename: 'usage.db' }) });
 * await tracker.connect();
 * const openai = tracker.use(openaiProvider(new OpenAI()));
 */
export function createTracker(options: TrackerOptions): Tracker {
  return createTrackerWith(options, { clock: systemClock, random: Math.random });
}

/** As `createTracker`, with the clock and the dice of the caller. */
export function createTrackerWith(options: TrackerOptions, machine: { clock: Clock; random: () => number }): Tracker {
  const { clock, random } = machine;
  const checked = checkTrackerOptions(options);
  const report = createEventReporter(options.onEvent ?? createConsoleListener(clock.now));
  const pricing = createPricing({ ...checked, report, clock });
  const unpriced = createUnpricedModels(report);
  const delivery = createDelivery({ ...checked, adapter: checked.database, clock, random, report });
  const listeners = createCallListeners(clock, report);
  const waiting = new Set<Call>();
  const cleanups: (() => void | Promise<void>)[] = [];
  let disconnected: Promise<DeliveryBalance> | undefined;

  const accept = (record: TrackingData, inherit = false): TrackingData => {
    const clean = sanitizeRecord(record);
    unpriced.note(clean);
    delivery.accept(clean, { inherit });
    return clean;
  };
  const environment: CallEnvironment = {
    clock,
    report,
    listeners,
    waiting,
    accept,
    book: () => pricing.book,
    attribution: createAttributionScope(
      { projectName: checked.projectName, teamName: checked.teamName },
      checked.attribution,
      report,
    ),
  };
  const flush = (timeoutMs: number): Promise<DeliveryBalance> => {
    for (const call of waiting) call.writeWaiting();
    return delivery.flush(timeoutMs);
  };
  const assertOpen = (operation: string): void => {
    if (disconnected !== undefined) throw new ClosedError(operation);
  };
  const before = (): Promise<DeliveryBalance> => flush(readTimeoutMs);
  const reader = createDatabaseReader(checked.database, before);
  const upkeep = createDatabaseUpkeep(checked.database, { ...checked, ...machine, before, pricing });

  const tracker: Tracker = {
    ...reader,
    use<Result>(plugin: TrackerPlugin<Result>, attribution?: Attribution): Result {
      assertOpen('use()');
      return plugin.install(
        createTrackerHost({
          tracker,
          plugin,
          attribution,
          environment,
          onDisconnect: (cleanup) => cleanups.push(cleanup),
        }),
      );
    },
    run: (attribution, fn) => environment.attribution.run(attribution, fn),
    record(input) {
      assertOpen('record()');
      return recordInput(input, environment, accept);
    },
    price: (input) => pricing.book.price(input),
    async reprice(query) {
      assertOpen('reprice()');
      return upkeep.reprice(query);
    },
    async deleteBefore(date) {
      assertOpen('deleteBefore()');
      return upkeep.deleteBefore(date);
    },
    flush: (limit) => flush(limit?.timeoutMs ?? flushTimeoutMs),
    health: () => ({
      ...delivery.balance(),
      ...delivery.status(),
      unpricedModels: unpriced.models(),
      priceSnapshot: pricing.book.snapshot,
    }),
    async connect() {
      assertOpen('connect()');
      pricing.start();
      await delivery.connect();
    },
    disconnect(limit) {
      disconnected ??= (async () => {
        const endMs = clock.monotonicMs() + (limit?.timeoutMs ?? flushTimeoutMs);
        const leftMs = (): number => Math.max(0, endMs - clock.monotonicMs());
        for (const call of [...waiting]) call.settleWaiting();
        pricing.stop();
        const failed = (error?: unknown): void =>
          report({ type: 'plugin_failed', level: 'warning', message: 'A plugin failed to disconnect.', error });
        const ends = cleanups.map(async (cleanup) => cleanup()).map((end) => end.catch(failed));
        // A plugin that does not end must not cost the records that wait.
        if (!(await isDoneWithin(Promise.all(ends), leftMs() / 2, clock))) failed();
        return delivery.disconnect(leftMs());
      })();
      return disconnected;
    },
    async [Symbol.asyncDispose]() {
      await tracker.disconnect();
    },
  };
  return tracker;
}
