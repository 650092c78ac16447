const printers = ['debug', 'error', 'info', 'log', 'warn'] as const;

/** What happened in the process beside the app's own code. */
export interface ProcessWatch {
  readonly rejections: unknown[];
  readonly warnings: string[];
  /** What was written to the console; it is kept from it. */
  readonly printed: string[];
  stop(): void;
}

/** Catches unhandled rejections, warnings and console output: a test runner would fail on, or show, what the bare client does too. */
export function watchProcess(): ProcessWatch {
  const { console: terminal } = globalThis;
  const rejections: unknown[] = [];
  const warnings: string[] = [];
  const printed: string[] = [];
  const others = process.listeners('unhandledRejection');
  const originals = printers.map((name) => ({ name, print: terminal[name] }));
  const onRejection = (reason: unknown): void => {
    rejections.push(reason);
  };
  const onWarning = (warning: Error): void => {
    warnings.push(`${warning.name}: ${warning.message}`);
  };
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', onRejection);
  process.on('warning', onWarning);
  for (const name of printers)
    terminal[name] = (...values: unknown[]) => void printed.push(`${name}: ${values.map(String).join(' ')}`);
  return {
    rejections,
    warnings,
    printed,
    stop() {
      for (const { name, print } of originals) terminal[name] = print;
      process.off('unhandledRejection', onRejection);
      process.off('warning', onWarning);
      for (const listener of others) process.on('unhandledRejection', listener);
    },
  };
}
