import type { ReportedUsage, TrackerHost } from '@llm-tracker/core/plugin';
import { geminiBatchReader } from '@llm-tracker/wire';
import { createBatchFiles } from './batch-files.ts';
import type { LookPlan } from './plan-request.ts';
import { withShortModel } from './with-short-model.ts';

const maxRemembered = 1000;

/** Looks at batches that are asked for, and at files of their results: the usage of each batch is recorded once under its id, by whichever process sees it first. */
export function createJobWatcher(host: TrackerHost, provider: string): (path: string) => LookPlan | null {
  const recorded = new Set<string>();
  const record = (batch: ReportedUsage): void => {
    const { dedupeKey, items } = batch;
    // Without items it is not finished, or used nothing.
    if (dedupeKey === undefined || items.length === 0 || recorded.has(dedupeKey)) return;
    if (recorded.size >= maxRemembered) recorded.clear();
    recorded.add(dedupeKey);
    host.tracker.record({
      provider,
      operation: 'batches',
      model: batch.model ?? 'unknown',
      items,
      serviceTier: batch.serviceTier,
      priceContext: batch.priceContext,
      dedupeKey,
      createdAt: batch.createdAt,
      responseId: batch.responseId,
    });
  };
  const files = createBatchFiles(host, record);

  return (path) => {
    if (/\/batches\/[^/]+$/.test(path)) {
      return {
        look(response) {
          host.observe(response, (part) => {
            const reader = withShortModel(geminiBatchReader());
            reader.push(part);
            const batch = reader.result();
            if (batch === null) return;
            record(batch);
            files.remember(part, batch);
          });
        },
      };
    }
    const file = /\/(files\/[^/]+):download$/.exec(path)?.[1];
    return file === undefined ? null : files.read(file);
  };
}
