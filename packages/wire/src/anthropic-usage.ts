import { readCount, readObject } from './read-json.ts';
import type { ItemOrigin, UsageReport } from './usage-report.ts';

/** The counts of one usage object; only what it states is present. */
export type AnthropicCounts = Partial<
  Record<'input' | 'cacheRead' | 'written' | 'written5m' | 'written1h' | 'output' | 'thinking' | 'searches', number>
>;

/** Reads the counts that a message, a part of its stream or one of its iterations states. */
export function readAnthropicCounts(value: unknown): AnthropicCounts {
  const usage = readObject<
    | 'input_tokens'
    | 'cache_read_input_tokens'
    | 'cache_creation_input_tokens'
    | 'cache_creation'
    | 'output_tokens'
    | 'output_tokens_details'
    | 'server_tool_use'
  >(value);
  const written = readObject<'ephemeral_5m_input_tokens' | 'ephemeral_1h_input_tokens'>(usage.cache_creation);
  return stated({
    input: readCount(usage.input_tokens),
    cacheRead: readCount(usage.cache_read_input_tokens),
    written: readCount(usage.cache_creation_input_tokens),
    written5m: readCount(written.ephemeral_5m_input_tokens),
    written1h: readCount(written.ephemeral_1h_input_tokens),
    output: readCount(usage.output_tokens),
    thinking: readCount(readObject<'thinking_tokens'>(usage.output_tokens_details).thinking_tokens),
    searches: readCount(readObject<'web_search_requests'>(usage.server_tool_use).web_search_requests),
  });
}

/**
 * Adds counts as items: cache reads and writes stand beside `input_tokens`, thinking is inside `output_tokens`, and what
 * the split by lifetime leaves of the writes is kept for 5 minutes. https://docs.claude.com/en/docs/build-with-claude/prompt-caching
 */
export function addAnthropicCounts(report: UsageReport, counts: AnthropicCounts, origin?: ItemOrigin): void {
  report.add('input', counts.input, origin);
  report.add('input_cache_read', counts.cacheRead, origin);
  report.addWhole(
    'input_cache_write',
    counts.written,
    [
      ['input_cache_write', counts.written5m],
      ['input_cache_write_1h', counts.written1h],
    ],
    origin,
  );
  report.addWhole('output', counts.output, [['output_reasoning', counts.thinking]], origin);
  report.add('search', counts.searches, origin);
}

function stated(counts: Record<keyof AnthropicCounts, number | undefined>): AnthropicCounts {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined));
}
