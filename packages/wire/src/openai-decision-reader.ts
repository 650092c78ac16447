import type { UsageReader } from '@llm-tracker/core/plugin';
import { addOpenaiTokenUsage } from './openai-usage.ts';
import { isObject, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const fields: readonly string[] = ['model', 'usage'];

/** Reads decisions, whose endpoint has prices of its own. */
export function openaiDecisionReader(): UsageReader {
  const report = new UsageReport();
  return {
    fields,
    push(part) {
      const body = readObject<'model' | 'usage'>(part);
      report.identify({ model: body.model });
      if (!isObject(body.usage)) return false;
      report.clearItems();
      report.addContext('operation', 'decisions');
      addOpenaiTokenUsage(report, body.usage);
      return true;
    },
    result: () => report.build(),
  };
}
