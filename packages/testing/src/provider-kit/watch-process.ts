/** What happened in the process beside the app's own code. */
export interface ProcessWatch {
  readonly rejections: unknown[];
  readonly warnings: string[];
  stop(): void;
}

/** Catches unhandled rejections and warnings, in place of the listeners that a test runner has, which would fail on those that the bare client raises too. */
export function watchProcess(): ProcessWatch {
  const rejections: unknown[] = [];
  const warnings: string[] = [];
  const others = process.listeners('unhandledRejection');
  const onRejection = (reason: unknown): void => {
    rejections.push(reason);
  };
  const onWarning = (warning: Error): void => {
    warnings.push(`${warning.name}: ${warning.message}`);
  };
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', onRejection);
  process.on('warning', onWarning);
  return {
    rejections,
    warnings,
    stop() {
      process.off('unhandledRejection', onRejection);
      process.off('warning', onWarning);
      for (const listener of others) process.on('unhandledRejection', listener);
    },
  };
}
