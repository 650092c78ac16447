import { createTracker } from './create-tracker.ts';
import { openDatabase } from './open-database.ts';
import type { DatabaseAdapter, TrackingData } from './record.ts';
import type { MemoryAdapter } from './storage/memory-adapter.ts';
import type { CustomPrice, UsageDatabase } from './tracker.ts';

/** A call of `databaseOf` costs 0.02 USD. */
export const cheap: Record<string, CustomPrice> = {
  'own-*': { inputCostPerToken: '0.001', outputCostPerToken: '0.002' },
};
/** A call of `databaseOf` costs 0.04 USD. */
export const dear: Record<string, CustomPrice> = {
  'own-*': { inputCostPerToken: '0.002', outputCostPerToken: '0.004' },
};

/** So many calls of `own-0` and `own-1` by turns, three a second, with ten tokens in and five out, priced with `customPricing`. */
export async function databaseOf<Adapter extends DatabaseAdapter>(
  calls: number,
  customPricing: Record<string, CustomPrice>,
  database: Adapter,
): Promise<Adapter> {
  const tracker = createTracker({ projectName: 'shop', database, customPricing, onEvent: () => undefined });
  await tracker.connect();
  for (let call = 0; call < calls; call += 1) {
    tracker.record({
      provider: 'acme',
      operation: 'chat',
      model: `own-${call % 2}`,
      timestamp: new Date(Date.UTC(2026, 10, 1) + Math.floor(call / 3) * 1000),
      items: [
        { unit: 'input', quantity: 10 },
        { unit: 'output', quantity: 5 },
      ],
    });
  }
  await tracker.disconnect();
  return database;
}

/** Opened for upkeep with these prices. */
export function upkeepOf(database: DatabaseAdapter, customPricing: Record<string, CustomPrice> = {}): UsageDatabase {
  return openDatabase(database, { readOnly: false, customPricing });
}

/** All rows, oldest first. */
export async function rowsOf(adapter: MemoryAdapter): Promise<TrackingData[]> {
  return adapter.listCalls({ order: 'oldest', limit: 10_000 });
}
