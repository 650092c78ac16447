import { addInput } from './add-input.ts';
import { addOutput, withReasoning } from './add-output.ts';
import { isObject, readCount, readId, readObject } from './read-json.ts';
import type { ItemOrigin, UsageReport } from './usage-report.ts';

/** Adds the usage of chat and completions: everything is inside `prompt_tokens` and `completion_tokens`. https://platform.openai.com/docs/api-reference/chat/object */
export function addOpenaiChatUsage(report: UsageReport, value: unknown): void {
  const usage = readObject<
    | 'prompt_tokens'
    | 'completion_tokens'
    | 'total_tokens'
    | 'prompt_tokens_details'
    | 'completion_tokens_details'
    | 'prompt_cache_hit_tokens'
    | 'cached_tokens'
  >(value);
  const prompt = readObject<'cached_tokens' | 'cache_write_tokens' | 'audio_tokens' | 'image_tokens'>(
    usage.prompt_tokens_details,
  );
  const completion = readObject<'reasoning_tokens' | 'audio_tokens'>(usage.completion_tokens_details);
  const input = readCount(usage.prompt_tokens);
  const reasoning = readCount(completion.reasoning_tokens);
  addInput(report, {
    whole: input,
    audio: readCount(prompt.audio_tokens),
    image: readCount(prompt.image_tokens),
    // DeepSeek and Moonshot say it beside the details: https://api-docs.deepseek.com/guides/kv_cache
    cached: readCount(prompt.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens),
    written: readCount(prompt.cache_write_tokens),
  });
  addOutput(report, {
    whole: withReasoning({
      input,
      output: readCount(usage.completion_tokens),
      reasoning,
      total: readCount(usage.total_tokens),
    }),
    reasoning,
    audio: readCount(completion.audio_tokens),
  });
}

/** How one endpoint's usage differs from the others of its shape. */
export interface OpenaiTokenUsageOptions extends ItemOrigin {
  /** What output is that its details do not tell apart. @default "output" */
  outputUnit?: 'output' | 'output_audio' | 'output_image' | undefined;
}

/**
 * Adds usage of the shape that all newer endpoints share: everything is inside `input_tokens` and `output_tokens`.
 * Details are named `…_tokens_details` or, by transcription and realtime, `…_token_details`; the image tool keeps its
 * cached share beside them. https://platform.openai.com/docs/api-reference/responses/object
 */
export function addOpenaiTokenUsage(report: UsageReport, value: unknown, options: OpenaiTokenUsageOptions = {}): void {
  const { outputUnit, ...origin } = options;
  const usage = readObject<
    | 'input_tokens'
    | 'input_tokens_details'
    | 'input_token_details'
    | 'cached_tokens'
    | 'cached_tokens_details'
    | 'output_tokens'
    | 'output_tokens_details'
    | 'output_token_details'
    | 'reasoning_tokens'
    | 'total_tokens'
  >(value);
  const details = readObject<
    | 'audio_tokens'
    | 'image_tokens'
    | 'cached_tokens'
    | 'cached_tokens_details'
    | 'cache_write_tokens'
    | 'cache_write_tokens_details'
  >(usage.input_tokens_details ?? usage.input_token_details);
  const written = readObject<'ttl_12h_tokens'>(details.cache_write_tokens_details);
  const output = readObject<'reasoning_tokens' | 'audio_tokens' | 'image_tokens' | 'text_tokens'>(
    usage.output_tokens_details ?? usage.output_token_details,
  );
  const input = readCount(usage.input_tokens);
  const reasoning = readCount(output.reasoning_tokens ?? usage.reasoning_tokens);
  addInput(
    report,
    {
      whole: input,
      audio: readCount(details.audio_tokens),
      image: readCount(details.image_tokens),
      cached: readCount(details.cached_tokens ?? usage.cached_tokens),
      cachedSplit: readCachedSplit(details.cached_tokens_details ?? usage.cached_tokens_details),
      written: readCount(details.cache_write_tokens),
      written12h: readCount(written.ttl_12h_tokens),
    },
    origin,
  );
  const split = output.audio_tokens !== undefined || output.image_tokens !== undefined;
  addOutput(
    report,
    {
      whole: withReasoning({
        input,
        output: readCount(usage.output_tokens),
        reasoning,
        total: readCount(usage.total_tokens),
      }),
      reasoning,
      audio: readCount(output.audio_tokens),
      image: readCount(output.image_tokens),
      unit: split ? 'output' : outputUnit,
    },
    origin,
  );
}

/** Adds the tokens of drawing an SVG, which another model did, beside those of rendering images. */
export function addOpenaiSvgUsage(report: UsageReport, value: unknown): void {
  const model = readId(readObject<'model'>(value).model);
  // Without the name of its model the tool's tokens must not be taken for the call's own.
  addOpenaiTokenUsage(report, value, model === undefined ? { variant: 'image_tool' } : { model });
}

function readCachedSplit(value: unknown): Record<'audio' | 'image' | 'video', number | undefined> | undefined {
  if (!isObject(value)) return undefined;
  const split = readObject<'audio_tokens' | 'image_tokens' | 'cached_image_tokens'>(value);
  return {
    audio: readCount(split.audio_tokens),
    image: readCount(split.image_tokens ?? split.cached_image_tokens),
    video: undefined,
  };
}
