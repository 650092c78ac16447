import type { TrackerHost, UsageReader } from '@llm-tracker/core/plugin';
import { RecentMap } from './recent-map.ts';

/** What is known of usage besides what the answer says. */
export interface KnownUsage {
  readonly provider: string;
  readonly operation: string;
  readonly model?: string | undefined;
  readonly timestamp?: Date | undefined;
}

/** Records usage that an answer tells of earlier work, once under its own id, by whichever process sees it first. */
export function createUsageRecorder(
  host: TrackerHost,
): (reader: UsageReader, part: unknown, known: KnownUsage) => void {
  const recorded = new RecentMap<true>();
  return (reader, part, known) => {
    reader.push(part);
    const usage = reader.result();
    if (usage?.dedupeKey === undefined || usage.items.length === 0 || recorded.has(usage.dedupeKey)) return;
    recorded.set(usage.dedupeKey, true);
    host.tracker.record({
      ...known,
      model: usage.model ?? known.model ?? 'unknown',
      items: usage.items,
      serviceTier: usage.serviceTier,
      priceContext: usage.priceContext,
      dedupeKey: usage.dedupeKey,
      createdAt: usage.createdAt,
      responseId: usage.responseId,
    });
  };
}
