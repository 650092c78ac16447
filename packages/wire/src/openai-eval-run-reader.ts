import type { UsageReader } from '@llm-tracker/core/plugin';
import { addInput } from './add-input.ts';
import { addOutput } from './add-output.ts';
import { identifyJob, type Job, jobFields } from './openai-job.ts';
import { type Members, readCount, readId, readList, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const fields: readonly string[] = [...jobFields, 'per_model_usage'];

/** Reads a run of an eval, created or polled: the tokens of every model that took part. https://platform.openai.com/docs/api-reference/evals/run-object */
export function openaiEvalRunReader(): UsageReader {
  const report = new UsageReport();
  return {
    fields,
    push(part) {
      const run: Job & Members<'per_model_usage'> = readObject(part);
      const finished = identifyJob(report, 'openai:eval-run', run);
      for (const value of readList(run.per_model_usage)) addModelUsage(report, value);
      return finished;
    },
    result: () => report.build(),
  };
}

function addModelUsage(report: UsageReport, value: unknown): void {
  const usage = readObject<'model_name' | 'prompt_tokens' | 'cached_tokens' | 'completion_tokens'>(value);
  const model = readId(usage.model_name);
  const origin = model === undefined || model === report.model ? {} : { model };
  addInput(report, { whole: readCount(usage.prompt_tokens), cached: readCount(usage.cached_tokens) }, origin);
  addOutput(report, { whole: readCount(usage.completion_tokens) }, origin);
}
