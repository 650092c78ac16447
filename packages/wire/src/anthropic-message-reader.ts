import type { UsageReader } from '@llm-tracker/core/plugin';
import {
  type AnthropicCounts,
  addAnthropicCounts,
  mergeAnthropicCounts,
  readAnthropicCounts,
} from './anthropic-usage.ts';
import { isObject, readId, readList, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

/** One sampling of the model, or work done beside it, as the beta API lists them. */
interface Iteration {
  type: unknown;
  model: string | undefined;
  counts: AnthropicCounts;
}

// `message_start`, `message_delta` and `message_stop`.
const needles: readonly string[] = ['"message_'];
const fields: readonly string[] = ['id', 'type', 'model', 'usage'];

/** Reads messages, whole or streamed, of the API and of its beta. https://docs.claude.com/en/api/messages */
export function anthropicMessageReader(): UsageReader {
  const report = new UsageReport();
  let counts = readAnthropicCounts(undefined);
  let iterations: Iteration[] = [];

  // What a later event states replaces what an earlier one did; null and absent members leave it.
  const take = (value: unknown): void => {
    if (!isObject(value)) return;
    const usage = readObject<'service_tier' | 'inference_geo' | 'speed' | 'iterations'>(value);
    report.identify({ serviceTier: usage.service_tier });
    report.addContext('inferenceGeo', usage.inference_geo);
    report.addContext('speed', usage.speed);
    counts = mergeAnthropicCounts(counts, readAnthropicCounts(value));
    if (Array.isArray(usage.iterations)) iterations = readList(usage.iterations).map(readIteration);
    report.clearItems();
    addMessage(report, counts, iterations);
  };

  return {
    needles,
    fields,
    push(part) {
      const event = readObject<'type' | 'message' | 'id' | 'model' | 'usage'>(part);
      if (event.type === 'message_stop') return true;
      const message = event.type === 'message_start' ? readObject<'id' | 'model' | 'usage'>(event.message) : event;
      report.identify({ model: message.model, responseId: message.id });
      take(message.usage);
      return event.type === 'message';
    },
    result: () => report.build(),
  };
}

function readIteration(value: unknown): Iteration {
  const iteration = readObject<'type' | 'model'>(value);
  return { type: iteration.type, model: readId(iteration.model), counts: readAnthropicCounts(value) };
}

/**
 * The message's own usage, and beside it what its iterations say that it leaves out: compactions, each a request of its
 * own at the same model, and advisors at theirs. After a fallback every attempt is billed at its own model, and one
 * without output not at all.
 */
function addMessage(report: UsageReport, counts: AnthropicCounts, iterations: readonly Iteration[]): void {
  const fallback = iterations.some((iteration) => iteration.type === 'fallback_message');
  addAnthropicCounts(report, fallback ? { ...readAnthropicCounts(undefined), searches: counts.searches } : counts);
  let compactions = 0;
  for (const { type, model, counts: own } of iterations) {
    if (type === 'compaction') {
      compactions += 1;
      addAnthropicCounts(report, own, { variant: `compaction_${compactions}` });
      continue;
    }
    const isAttempt = fallback && (type === 'message' || type === 'fallback_message') && own.output !== 0;
    if (!isAttempt && type !== 'advisor_message') continue;
    addAnthropicCounts(report, own, model === undefined || model === report.model ? {} : { model });
  }
}
