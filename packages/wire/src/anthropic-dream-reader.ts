import type { UsageReader } from '@llm-tracker/core/plugin';
import { addAnthropicCounts, readAnthropicCounts } from './anthropic-usage.ts';
import { dedupeKey } from './dedupe-key.ts';
import { readInstant, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const ended: readonly unknown[] = ['completed', 'failed', 'canceled'];

/** Reads a dream, the background job of managed agents: its usage grows until it has ended. */
export function anthropicDreamReader(): UsageReader {
  const report = new UsageReport();
  return {
    push(part) {
      const dream = readObject<'id' | 'type' | 'status' | 'model' | 'created_at' | 'usage'>(part);
      if (dream.type !== 'dream') return;
      const model = readObject<'id' | 'speed'>(dream.model);
      const isPending = !ended.includes(dream.status);
      report.identify({ model: model.id, responseId: dream.id });
      report.defer(dedupeKey('anthropic:dream', dream.id), readInstant(dream.created_at), isPending);
      report.addContext('speed', model.speed);
      // Its usage is the sum of requests whose sizes nobody tells.
      report.addContext('largestPrompt', 'unknown');
      report.clearItems();
      if (!isPending) addAnthropicCounts(report, readAnthropicCounts(dream.usage));
    },
    result: () => report.build(),
  };
}
