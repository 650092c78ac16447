import type { DatabaseAdapter, TrackingData } from '@llm-tracker/core';

/**
 * Connects an adapter and saves a record with it, each repeated at once for as long as the adapter says `retry`, as delivery repeats them with pauses:
 * for many adapters that begin at the same moment. Rejects with any other error.
 */
export async function savePersistently(adapter: DatabaseAdapter, record: TrackingData): Promise<void> {
  await persistently(adapter, () => adapter.connect());
  await persistently(adapter, () => adapter.save(record));
}

async function persistently(adapter: DatabaseAdapter, operation: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      if (adapter.classifyError?.(error) !== 'retry') throw error;
    }
  }
}
