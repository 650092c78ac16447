import type { UsageReader } from '@llm-tracker/core/plugin';
import { readId, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const fields: readonly string[] = ['id', 'model'];

/** Reads moderations: one request, since no answer says more. */
export function openaiModerationReader(): UsageReader {
  const report = new UsageReport();
  return {
    fields,
    push(part) {
      const body = readObject<'id' | 'model'>(part);
      report.identify({ model: body.model, responseId: body.id });
      report.clearItems();
      if (readId(body.model) !== undefined) report.add('request', 1);
      return true;
    },
    result: () => report.build(),
  };
}
