import type { TrackerHost } from '@llm-tracker/core/plugin';
import { type LookPlan, openaiResponsesReader } from '@llm-tracker/wire';

const maxRemembered = 1000;

/** Looks at retrieved Responses: the usage of a finished background response is recorded once under its id, by whichever process sees it first. */
export function readPolledResponse(host: TrackerHost, provider: string): LookPlan {
  const recorded = new Set<string>();
  return {
    needles: openaiResponsesReader().needles,
    look(part) {
      const reader = openaiResponsesReader();
      reader.push(part);
      const usage = reader.result();
      // Without a key it was no background response: its own call reported it. Without items it is not finished.
      if (usage?.dedupeKey === undefined || usage.items.length === 0 || recorded.has(usage.dedupeKey)) return;
      if (recorded.size >= maxRemembered) recorded.clear();
      recorded.add(usage.dedupeKey);
      host.tracker.record({
        provider,
        operation: 'responses',
        model: usage.model ?? 'unknown',
        items: usage.items,
        serviceTier: usage.serviceTier,
        priceContext: usage.priceContext,
        dedupeKey: usage.dedupeKey,
        createdAt: usage.createdAt,
        responseId: usage.responseId,
      });
    },
  };
}
