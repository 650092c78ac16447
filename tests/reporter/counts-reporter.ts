import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** What a vitest run came to. `failed` counts failed and unfinished tests, and every error outside of a test: broken imports, hooks, unhandled rejections. */
export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Writes the counts of a run as JSON to a file. No file means that vitest itself died. */
export class CountsReporter implements Reporter {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const counts: TestCounts = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      counts.failed += module.errors().length;
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // A test that is still pending never came to its end: its worker died.
        counts[state === 'pending' ? 'failed' : state] += 1;
      }
    }
    writeFileSync(this.#path, JSON.stringify(counts));
  }
}
