import type { TrackerHost, UsageReader } from '@llm-tracker/core/plugin';
import {
  type LookPlan,
  openaiBatchReader,
  openaiEvalRunReader,
  openaiFineTuningReader,
  openaiResponsesReader,
  openaiRunReader,
  openaiTurnReader,
  openaiVideoReader,
} from '@llm-tracker/wire';

const maxRemembered = 1000;

/** What is worked on in the background: its answers, whoever asks for them, tell the usage once it is known. */
const jobs: readonly (readonly [
  method: 'GET' | 'POST',
  path: RegExp,
  operation: string,
  createReader: () => UsageReader,
])[] = [
  ['GET', /^\/responses\/[^/]+$/, 'responses', openaiResponsesReader],
  ['POST', /^\/responses\/[^/]+\/cancel$/, 'responses', openaiResponsesReader],
  ['GET', /^\/batches\/[^/]+$/, 'batches', openaiBatchReader],
  ['POST', /^\/batches\/[^/]+\/cancel$/, 'batches', openaiBatchReader],
  ['GET', /^\/videos\/[^/]+$/, 'videos', openaiVideoReader],
  ['GET', /^\/threads\/[^/]+\/runs\/[^/]+$/, 'runs', openaiRunReader],
  ['POST', /^\/threads\/[^/]+\/runs\/[^/]+\/(submit_tool_outputs|cancel)$/, 'runs', openaiRunReader],
  ['GET', /^\/agents\/sessions\/[^/]+\/turns\/[^/]+$/, 'turns', openaiTurnReader],
  ['GET', /^\/fine_tuning\/jobs\/[^/]+$/, 'fine_tuning', openaiFineTuningReader],
  ['GET', /^\/evals\/[^/]+\/runs\/[^/]+$/, 'evals', openaiEvalRunReader],
];

/** Looks at jobs for one tracker: the usage of each is recorded once under its id, by whichever process sees it first. */
export function createJobWatcher(
  host: TrackerHost,
): (method: string, path: string, provider: string) => LookPlan | null {
  const recorded = new Set<string>();
  return (method, path, provider) => {
    const job = jobs.find(([of, pattern]) => of === method && pattern.test(path));
    if (job === undefined) return null;
    const [, , operation, createReader] = job;
    return {
      needles: createReader().needles,
      look(part) {
        const reader = createReader();
        reader.push(part);
        const usage = reader.result();
        // Without a key its own call reported it; without items it is not finished, or used nothing.
        if (usage?.dedupeKey === undefined || usage.items.length === 0 || recorded.has(usage.dedupeKey)) return;
        if (recorded.size >= maxRemembered) recorded.clear();
        recorded.add(usage.dedupeKey);
        host.tracker.record({
          provider,
          operation,
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
  };
}
