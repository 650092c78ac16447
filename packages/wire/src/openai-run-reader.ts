import type { UsageReader } from '@llm-tracker/core/plugin';
import { identifyJob, type Job, jobFields } from './openai-job.ts';
import { addOpenaiChatUsage } from './openai-usage.ts';
import { type Members, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const needles: readonly string[] = ['"thread.run"'];
const fields: readonly string[] = [...jobFields, 'object', 'usage'];

/** Reads a run of an assistant, created, polled or streamed; the usage of its steps is a part of it. https://platform.openai.com/docs/api-reference/runs/object */
export function openaiRunReader(): UsageReader {
  const report = new UsageReport();
  return {
    needles,
    fields,
    push(part) {
      const run: Job & Members<'object' | 'usage'> = readObject(part);
      if (run.object !== 'thread.run') return false;
      const finished = identifyJob(report, 'openai:run', run);
      if (finished) addOpenaiChatUsage(report, run.usage);
      return finished;
    },
    result: () => report.build(),
  };
}
