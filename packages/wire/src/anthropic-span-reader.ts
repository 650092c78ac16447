import type { UsageReader } from '@llm-tracker/core/plugin';
import { addAnthropicCounts, readAnthropicCounts } from './anthropic-usage.ts';
import { dedupeKey } from './dedupe-key.ts';
import { readId, readInstant, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const needles: readonly string[] = ['"span.'];

/** Reads one event of an agent's session that says what a model used. The session's own usage sums up its events and is never read. */
export function anthropicSpanReader(): UsageReader {
  const report = new UsageReport();
  return {
    needles,
    push(part) {
      const event = readObject<'id' | 'type' | 'processed_at' | 'model_usage' | 'usage'>(part);
      if (event.type !== 'span.model_request_end' && event.type !== 'span.outcome_evaluation_end') return false;
      const usage = event.model_usage ?? event.usage;
      report.identify({ responseId: readId(event.id) });
      report.defer(dedupeKey('anthropic:span', event.id), readInstant(event.processed_at), false);
      report.addContext('speed', readObject<'speed'>(usage).speed);
      addAnthropicCounts(report, readAnthropicCounts(usage));
      return true;
    },
    result: () => report.build(),
  };
}
