import { readCount, readObject } from './read-json.ts';
import type { ItemOrigin, UsageReport } from './usage-report.ts';

/** The counts of one usage object; undefined where it states none. */
export interface AnthropicCounts {
  input: number | undefined;
  cacheRead: number | undefined;
  written: number | undefined;
  written5m: number | undefined;
  written1h: number | undefined;
  output: number | undefined;
  thinking: number | undefined;
  searches: number | undefined;
}

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
  return {
    input: readCount(usage.input_tokens),
    cacheRead: readCount(usage.cache_read_input_tokens),
    written: readCount(usage.cache_creation_input_tokens),
    written5m: readCount(written.ephemeral_5m_input_tokens),
    written1h: readCount(written.ephemeral_1h_input_tokens),
    output: readCount(usage.output_tokens),
    thinking: readCount(readObject<'thinking_tokens'>(usage.output_tokens_details).thinking_tokens),
    searches: readCount(readObject<'web_search_requests'>(usage.server_tool_use).web_search_requests),
  };
}

/** What is stated later replaces what was stated before; what it leaves out stays. */
export function mergeAnthropicCounts(before: AnthropicCounts, later: AnthropicCounts): AnthropicCounts {
  return {
    input: later.input ?? before.input,
    cacheRead: later.cacheRead ?? before.cacheRead,
    written: later.written ?? before.written,
    written5m: later.written5m ?? before.written5m,
    written1h: later.written1h ?? before.written1h,
    output: later.output ?? before.output,
    thinking: later.thinking ?? before.thinking,
    searches: later.searches ?? before.searches,
  };
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
