import type { UsageReader } from '@llm-tracker/core/plugin';
import { identifyJob, type Job, jobFields } from './openai-job.ts';
import { addOpenaiTokenUsage } from './openai-usage.ts';
import { type Members, readId, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const fields: readonly string[] = [...jobFields, 'usage'];

/** Reads a batch, created or polled: its usage is the sum over its requests, known when it ends. https://platform.openai.com/docs/api-reference/batch/object */
export function openaiBatchReader(): UsageReader {
  const report = new UsageReport();
  return {
    fields,
    push(part) {
      const batch: Job & Members<'usage'> = readObject(part);
      const finished = identifyJob(report, 'openai:batch', batch);
      if (readId(batch.id) === undefined) return false;
      report.identify({ serviceTier: 'batch' });
      report.addContext('batch', 'true');
      if (finished) addOpenaiTokenUsage(report, batch.usage);
      return finished;
    },
    result: () => report.build(),
  };
}
