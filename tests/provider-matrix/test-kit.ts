import type { ProviderCase } from '@llm-tracker/testing';
import { describe, test, vi } from 'vitest';
import type { SdkVersion } from './sdk-contexts.ts';

/** Asks every version of an SDK what its kit asks, each case as a test; what a version cannot be asked is skipped, with the reason. */
export function testKit<Context>(
  versions: readonly SdkVersion<Context>[],
  cases: readonly ProviderCase<Context>[],
): void {
  // Some SDKs take half a minute for a line of 10 MB on a busy machine.
  vi.setConfig({ testTimeout: 180_000 });
  describe.each(versions)('$sdk', ({ context }) => {
    for (const { name, skipReason, run } of cases) {
      const reason = skipReason(context);
      test.skipIf(reason !== null)(reason === null ? name : `${name}: ${reason}`, () => run(context));
    }
  });
}
