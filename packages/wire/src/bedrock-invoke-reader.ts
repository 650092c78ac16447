import type { ReportedUsage, UsageReader } from '@llm-tracker/core/plugin';
import { parseDigits, readCount, readId, readList, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';
import { readerForShape } from './usage-shape.ts';

/** What only the request says. */
export interface BedrockInvokeReaderOptions {
  /** How many documents were to be ranked. */
  documents?: number | undefined;
  /** Of the images asked for: `<width>x<height>` or `<width>x<height>/<quality>`. */
  imageVariant?: string | undefined;
}

// Claude's events, and every name under which some family states tokens.
const needles: readonly string[] = ['"message_', '"usage"', 'oken_count"', 'okenCount"', '"billed_units"'];

/**
 * Reads InvokeModel, whole or streamed, of every family of models: push the body or the decoded chunks, and the answer's
 * headers as an object. What a body states comes before the counts that Bedrock itself makes, in headers or in the last
 * chunk. https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
 */
export function bedrockInvokeReader(options: BedrockInvokeReaderOptions = {}): UsageReader {
  const family = createFamilyReader(options);
  const counted = new UsageReport();
  const details = new UsageReport();
  let reader: UsageReader | null = null;
  return {
    needles,
    push(part) {
      readHeaders(details, counted, part);
      readMetrics(counted, part);
      reader ??= readerForShape(part);
      return (reader ?? family).push(part) ?? false;
    },
    result() {
      const stated = (reader ?? family).result();
      const usage = hasUsage(stated) ? stated : (counted.build() ?? stated);
      const named = details.build();
      return named === null || usage === null ? (usage ?? named) : { ...named, ...usage };
    },
  };
}

function hasUsage(usage: ReportedUsage | null): boolean {
  if (usage === null) return false;
  return usage.items.length > 0 || usage.promptTokens !== undefined || usage.completionTokens !== undefined;
}

function readHeaders(details: UsageReport, counted: UsageReport, part: unknown): void {
  const headers = readObject<string>(part);
  details.identify({ serviceTier: headers['x-amzn-bedrock-service-tier'] });
  details.addContext('latency', headers['x-amzn-bedrock-performanceconfig-latency']);
  addCounts(counted, {
    input: readCount(parseDigits(headers['x-amzn-bedrock-input-token-count'])),
    cacheRead: readCount(parseDigits(headers['x-amzn-bedrock-cache-read-input-token-count'])),
    written: readCount(parseDigits(headers['x-amzn-bedrock-cache-write-input-token-count'])),
    output: readCount(parseDigits(headers['x-amzn-bedrock-output-token-count'])),
  });
}

function readMetrics(report: UsageReport, part: unknown): void {
  const metrics = readObject<
    'inputTokenCount' | 'outputTokenCount' | 'cacheReadInputTokenCount' | 'cacheWriteInputTokenCount'
  >(readObject<'amazon-bedrock-invocationMetrics'>(part)['amazon-bedrock-invocationMetrics']);
  addCounts(report, {
    input: readCount(metrics.inputTokenCount),
    cacheRead: readCount(metrics.cacheReadInputTokenCount),
    written: readCount(metrics.cacheWriteInputTokenCount),
    output: readCount(metrics.outputTokenCount),
  });
}

function addCounts(
  report: UsageReport,
  counts: Record<'input' | 'cacheRead' | 'written' | 'output', number | undefined>,
): void {
  if (Object.values(counts).every((count) => count === undefined)) return;
  report.clearItems();
  report.add('input', counts.input);
  report.add('input_cache_read', counts.cacheRead);
  report.add('input_cache_write', counts.written);
  report.add('output', counts.output);
}

/** Families whose bodies are nobody else's: Llama, Titan, Cohere, and models that make images or rank documents. */
function createFamilyReader(options: BedrockInvokeReaderOptions): UsageReader {
  const report = new UsageReport();
  let input: number | undefined;
  let output: number | undefined;
  return {
    push(part) {
      const body = readObject<
        | 'prompt_token_count'
        | 'generation_token_count'
        | 'inputTextTokenCount'
        | 'totalOutputTextTokenCount'
        | 'results'
        | 'meta'
        | 'images'
        | 'artifacts'
      >(part);
      const billed = readObject<'input_tokens' | 'output_tokens' | 'search_units'>(
        readObject<'billed_units'>(body.meta).billed_units,
      );
      const results = readList(body.results).map((result) => readObject<'tokenCount' | 'relevance_score'>(result));
      // Chunks of a stream repeat the running counts, and leave out what an earlier one said.
      input = readCount(body.prompt_token_count ?? body.inputTextTokenCount ?? billed.input_tokens) ?? input;
      output =
        readCount(
          body.generation_token_count ??
            body.totalOutputTextTokenCount ??
            results.find((result) => result.tokenCount !== undefined)?.tokenCount ??
            billed.output_tokens,
        ) ?? output;
      report.clearItems();
      report.add('input', input);
      report.add('output', output);

      const ranked = results.some((result) => result.relevance_score !== undefined);
      const units = ranked && options.documents !== undefined ? Math.ceil(options.documents / 100) : undefined;
      report.add('custom:query', readCount(billed.search_units ?? units));
      const images = readList(body.images).length + readList(body.artifacts).length;
      const variant = readId(options.imageVariant);
      if (images > 0) report.add('image', images, variant === undefined ? {} : { variant });
    },
    result: () => report.build(),
  };
}
