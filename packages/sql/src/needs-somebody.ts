import { ConfigurationError, LlmTrackerError } from '@llm-tracker/core/plugin';

const codes: ReadonlySet<string> = new Set(['schema_missing', 'driver_missing']);

/** Whether an error of ours says that a person must act first: the schema is not as it must be, the driver is not installed, an option is wrong. */
export function needsSomebody(error: unknown): boolean {
  return error instanceof ConfigurationError || (error instanceof LlmTrackerError && codes.has(error.code));
}
