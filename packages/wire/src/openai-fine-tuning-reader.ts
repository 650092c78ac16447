import type { UsageReader } from '@llm-tracker/core/plugin';
import { identifyJob, type Job, jobFields } from './openai-job.ts';
import { type Members, readCount, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const fields: readonly string[] = [...jobFields, 'trained_tokens'];

/** Reads a fine-tuning job, created or polled: the tokens it was billed for, once it is finished. https://platform.openai.com/docs/api-reference/fine-tuning/object */
export function openaiFineTuningReader(): UsageReader {
  const report = new UsageReport();
  return {
    fields,
    push(part) {
      const job: Job & Members<'trained_tokens'> = readObject(part);
      const finished = identifyJob(report, 'openai:fine-tuning', job);
      if (finished) report.add('custom:trained_token', readCount(job.trained_tokens));
      return finished;
    },
    result: () => report.build(),
  };
}
