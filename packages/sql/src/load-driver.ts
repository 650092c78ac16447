import { LlmTrackerError } from '@llm-tracker/core/plugin';

/** Loads a driver, an optional peer, by `import()`. Rejects with an error of code `driver_missing` that names the install command when it is not installed. */
export async function loadDriver<Driver>(name: string, load: () => Promise<Driver>): Promise<Driver> {
  try {
    return await load();
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error;
    throw new LlmTrackerError('driver_missing', `The driver "${name}" is not installed. Run: npm install ${name}`, {
      cause: error,
    });
  }
}
