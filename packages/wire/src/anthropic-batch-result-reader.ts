import type { UsageReader } from '@llm-tracker/core/plugin';
import { anthropicMessageReader } from './anthropic-message-reader.ts';
import { dedupeKey } from './dedupe-key.ts';
import { readObject } from './read-json.ts';

/** Reads one line of a batch's results; the same message has the same key, whoever reads it, however often. https://docs.claude.com/en/api/retrieving-message-batch-results */
export function anthropicBatchResultReader(): UsageReader {
  const message = anthropicMessageReader();
  return {
    push(part) {
      const line = readObject<'result'>(part);
      message.push(readObject<'message'>(line.result).message);
      return true;
    },
    result() {
      const usage = message.result();
      const key = dedupeKey('anthropic:message', usage?.responseId);
      if (usage === null || key === undefined) return null;
      return { ...usage, dedupeKey: key, serviceTier: 'batch', priceContext: { ...usage.priceContext, batch: 'true' } };
    },
  };
}
