import type { UsageReader } from '@llm-tracker/core/plugin';
import { dedupeKey } from './dedupe-key.ts';
import { isObject, readCount, readId, readObject, readQuantity } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

/** What only the request says. */
export interface GeminiVideoReaderOptions {
  /** Length of one video; without it nothing is counted. */
  seconds?: number | undefined;
  /** @default 1 */
  count?: number | undefined;
  /** `720p`, `1080p`, `4k`. */
  resolution?: string | undefined;
}

const fields: readonly string[] = ['name', 'error'];

/** Reads the operation that makes videos with Veo. It tells nothing of their length, so what was asked for counts, once per operation, unless it failed. https://ai.google.dev/gemini-api/docs/video */
export function geminiVideoReader(options: GeminiVideoReaderOptions = {}): UsageReader {
  const report = new UsageReport();
  return {
    fields,
    push(part) {
      const operation = readObject<'name' | 'error'>(part);
      const name = readId(operation.name);
      if (name === undefined) return false;
      report.identify({ responseId: name });
      report.defer(dedupeKey('gemini:operation', name), undefined, false);
      report.clearItems();
      const seconds = readQuantity(options.seconds);
      if (seconds === undefined || isObject(operation.error)) return true;
      const variant = readId(options.resolution);
      const quantity = seconds * (readCount(options.count) ?? 1);
      report.add('second_output', quantity, variant === undefined || variant === '720p' ? {} : { variant });
      return true;
    },
    result: () => report.build(),
  };
}
