import type { UsageReader } from '@llm-tracker/core/plugin';
import { readerForShape } from './usage-shape.ts';

// Also finds `"usageMetadata"`.
const needles: readonly string[] = ['"usage'];

/** Reads endpoints that nothing else is known of, by the shape of the usage in their answers; null when there is none. */
export function genericReader(): UsageReader {
  let reader: UsageReader | null = null;
  return {
    needles,
    push(part) {
      reader ??= readerForShape(part);
      return reader?.push(part) ?? false;
    },
    result: () => reader?.result() ?? null,
  };
}
