import type { UsageReader } from '@llm-tracker/core/plugin';
import { addModelUsage } from './add-model-usage.ts';
import { identifyJob, type Job, jobFields } from './openai-job.ts';
import { type Members, readList, readObject } from './read-json.ts';
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
      for (const usage of finished ? readList(run.per_model_usage) : []) {
        addModelUsage(report, readObject<'model_name'>(usage).model_name, usage);
      }
      return finished;
    },
    result: () => report.build(),
  };
}
