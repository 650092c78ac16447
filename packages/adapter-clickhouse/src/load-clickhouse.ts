import { LlmTrackerError } from '@llm-tracker/core/plugin';
import type { ClickHouseClientLike } from './clickhouse-options.ts';

/** What is used of the package `@clickhouse/client`. */
export interface ClickHouseDriver {
  createClient(options: Record<string, unknown>): ClickHouseClientLike & { close(): Promise<void> };
  ClickHouseLogLevel: { OFF: number };
}

/** Loads the driver that the app installed. Rejects with an error of code `driver_missing` that names the install command. */
export async function loadClickhouse(): Promise<ClickHouseDriver> {
  try {
    return await import('@clickhouse/client');
  } catch (cause) {
    throw new LlmTrackerError(
      'driver_missing',
      'ClickHouseAdapter needs the package @clickhouse/client, which could not be loaded. Install it: npm install @clickhouse/client',
      { cause },
    );
  }
}
