import type { UsageReader } from '@llm-tracker/core/plugin';
import { addGuardrailTrace } from './bedrock-guardrail.ts';
import { isObject, readCount, readList, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const needles: readonly string[] = ['"metadata"'];
const fields: readonly string[] = ['usage', 'metadata', 'serviceTier', 'performanceConfig', 'trace'];

/** Reads a conversation, whole or streamed, and the bodies of Amazon's own models. https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html */
export function bedrockConverseReader(): UsageReader {
  const report = new UsageReport();
  return {
    needles,
    fields,
    push(part) {
      const event = readObject<'metadata'>(part);
      const body = readObject<'usage' | 'serviceTier' | 'performanceConfig' | 'trace'>(
        isObject(event.metadata) ? event.metadata : part,
      );
      const trace = readObject<'guardrail' | 'promptRouter'>(body.trace);
      report.identify({
        // A prompt router chooses the model and says so only in its trace.
        model: readObject<'invokedModelId'>(trace.promptRouter).invokedModelId,
        serviceTier: readObject<'type'>(body.serviceTier).type,
      });
      report.addContext('latency', readObject<'latency'>(body.performanceConfig).latency);
      if (!isObject(body.usage)) return false;
      report.clearItems();
      addBedrockUsage(report, body.usage);
      addGuardrailTrace(report, trace.guardrail);
      return true;
    },
    result: () => report.build(),
  };
}

/** Cache reads and writes stand beside `inputTokens`; what the split by lifetime leaves of the writes is kept for 5 minutes. */
function addBedrockUsage(report: UsageReport, value: unknown): void {
  const usage = readObject<
    | 'inputTokens'
    | 'outputTokens'
    | 'cacheReadInputTokens'
    | 'cacheReadInputTokenCount'
    | 'cacheWriteInputTokens'
    | 'cacheWriteInputTokenCount'
    | 'cacheDetails'
  >(value);
  const lifetimes = readList(usage.cacheDetails).map((detail) => readObject<'ttl' | 'inputTokens'>(detail));
  report.add('input', readCount(usage.inputTokens));
  report.add('input_cache_read', readCount(usage.cacheReadInputTokens ?? usage.cacheReadInputTokenCount));
  report.addWhole(
    'input_cache_write',
    readCount(usage.cacheWriteInputTokens ?? usage.cacheWriteInputTokenCount),
    lifetimes.map(({ ttl, inputTokens }) => [
      ttl === '1h' ? 'input_cache_write_1h' : 'input_cache_write',
      readCount(inputTokens),
    ]),
  );
  report.add('output', readCount(usage.outputTokens));
}
