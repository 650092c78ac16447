import { addInput } from './add-input.ts';
import { addOutput } from './add-output.ts';
import { readCount, readId, readObject } from './read-json.ts';
import type { UsageReport } from './usage-report.ts';

/** Adds what one of several models used, as evals and graders state it; cached tokens are inside the prompt. */
export function addModelUsage(report: UsageReport, modelName: unknown, value: unknown): void {
  const usage = readObject<'prompt_tokens' | 'cached_tokens' | 'completion_tokens'>(value);
  const model = readId(modelName);
  const origin = model === undefined || model === report.model ? {} : { model };
  addInput(report, { whole: readCount(usage.prompt_tokens), cached: readCount(usage.cached_tokens) }, origin);
  addOutput(report, { whole: readCount(usage.completion_tokens) }, origin);
}
