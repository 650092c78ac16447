import { LlmTrackerError } from '@llm-tracker/core/plugin';
import type { MongoDriver } from './mongo-driver.ts';

/** Loads the driver that the app installed. Rejects with an error of code `driver_missing` that names the install command. */
export async function loadMongodb(): Promise<MongoDriver> {
  try {
    return await import('mongodb');
  } catch (cause) {
    throw new LlmTrackerError(
      'driver_missing',
      'MongoAdapter needs the package mongodb, which could not be loaded. Install it: npm install mongodb',
      { cause },
    );
  }
}
