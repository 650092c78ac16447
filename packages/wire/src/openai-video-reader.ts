import type { UsageReader } from '@llm-tracker/core/plugin';
import { identifyJob, type Job, jobFields } from './openai-job.ts';
import { type Members, parseDigits, readId, readObject, readQuantity } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const fields: readonly string[] = [...jobFields, 'seconds', 'size'];

/** Reads a video, created or polled: its seconds, once it is made. https://platform.openai.com/docs/api-reference/videos/object */
export function openaiVideoReader(): UsageReader {
  const report = new UsageReport();
  return {
    fields,
    push(part) {
      const video: Job & Members<'seconds' | 'size'> = readObject(part);
      const finished = identifyJob(report, 'openai:video', video);
      if (video.status === 'completed') {
        const size = readId(video.size);
        report.add(
          'second_output',
          readQuantity(parseDigits(video.seconds)),
          size === undefined ? {} : { variant: size },
        );
      }
      return finished;
    },
    result: () => report.build(),
  };
}
