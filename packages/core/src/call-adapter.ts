import { adapterName } from './adapter-name.ts';
import { LlmTrackerError, StorageError } from './errors.ts';
import type { DatabaseAdapter } from './record.ts';

/** Runs one operation of an adapter that somebody awaits. What it throws becomes a `StorageError`; errors of LLM Tracker stay what they are. */
export async function callAdapter<Result>(
  database: DatabaseAdapter,
  operation: string,
  action: () => Promise<Result>,
): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof LlmTrackerError) throw error;
    const name = adapterName(database);
    const retryable = database.classifyError === undefined || database.classifyError(error) === 'retry';
    throw new StorageError(
      `${name} failed in ${operation}. ${retryable ? 'Try again later; the cause says what the database answered.' : 'The cause says what has to be mended.'}`,
      { adapter: name, operation, retryable, cause: error },
    );
  }
}
