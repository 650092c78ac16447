import type { CallDetails, TrackerHost, UsageReader } from '@llm-tracker/core/plugin';
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
  ['GET', /^\/fine_tuning\/jobs\/[^/]+$/, 'fine_tuning', openaiFineTuningReader],
  ['POST', /^\/fine_tuning\/jobs\/[^/]+\/cancel$/, 'fine_tuning', openaiFineTuningReader],
  ['GET', /^\/evals\/[^/]+\/runs\/[^/]+$/, 'evals', openaiEvalRunReader],
  ['POST', /^\/evals\/[^/]+\/runs\/[^/]+(\/cancel)?$/, 'evals', openaiEvalRunReader],
  // An agent works turn by turn, whatever asks it to; the stream of its session tells of each.
  ['GET', /^\/agents\/sessions\/[^/]+\/(subagents\/[^/]+\/)?turns(\/[^/]+)?$/, 'turns', openaiTurnReader],
  ['GET', /^\/agents\/sessions\/[^/]+\/events$/, 'turns', openaiTurnReader],
  ['POST', /^\/agents\/sessions(\/[^/]+\/events)?$/, 'turns', openaiTurnReader],
];

/** Looks at jobs for one tracker: the usage of each is recorded once under its id, by whichever process sees it first. */
export function createJobWatcher(
  host: TrackerHost,
): (method: string, path: string, known: { provider: string; place: CallDetails }) => LookPlan | null {
  const recorded = new Set<string>();
  return (method, path, { provider, place }) => {
    const job = jobs.find(([of, pattern]) => of === method && pattern.test(path));
    if (job === undefined) return null;
    const [, , operation, createReader] = job;
    const take = (part: unknown): void => {
      const reader = createReader();
      reader.push(part);
      const usage = reader.result();
      // Without a key its own call reported it; without items it used nothing.
      if (usage?.dedupeKey === undefined || usage.usageSource === 'pending' || usage.items.length === 0) return;
      if (recorded.has(usage.dedupeKey)) return;
      if (recorded.size >= maxRemembered) recorded.clear();
      recorded.add(usage.dedupeKey);
      const { items, promptTokens, completionTokens, serviceTier, dedupeKey, createdAt, responseId } = usage;
      host.tracker.record({
        provider,
        operation,
        model: usage.model ?? 'unknown',
        items,
        promptTokens,
        completionTokens,
        serviceTier,
        region: place.region,
        priceContext: { ...place.priceContext, ...usage.priceContext },
        dedupeKey,
        createdAt,
        responseId,
      });
    };
    return {
      needles: createReader().needles,
      look(part) {
        for (const each of listed(part)) take(each);
      },
    };
  };
}

/** The elements of a list; anything else is one job. */
function listed(part: unknown): readonly unknown[] {
  const isList = typeof part === 'object' && part !== null && 'data' in part && Array.isArray(part.data);
  return isList ? (part.data as readonly unknown[]) : [part];
}
