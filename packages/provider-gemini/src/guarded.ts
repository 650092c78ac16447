import type { TrackerHost } from '@llm-tracker/core/plugin';

/** Runs what tracks a call. Its failure is reported and becomes null; the app's call goes on. */
export function guarded<Result>(host: TrackerHost, action: () => Result): Result | null {
  try {
    return action();
  } catch (error) {
    host.report({
      type: 'plugin_failed',
      level: 'warning',
      message: 'A request could not be tracked; the app gets its answer, but it may not be recorded.',
      error,
    });
    return null;
  }
}
