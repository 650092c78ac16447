import type { UsageReader } from '@llm-tracker/core/plugin';
import { addOpenaiTokenUsage } from './openai-usage.ts';
import { readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const needles: readonly string[] = ['"response.done"'];

/** Reads one response of a realtime session; transcriptions of what the user said are `openaiTranscriptionReader`'s. https://platform.openai.com/docs/api-reference/realtime-server-events/response/done */
export function openaiRealtimeReader(): UsageReader {
  const report = new UsageReport();
  return {
    needles,
    push(part) {
      const event = readObject<'type' | 'response'>(part);
      const response = readObject<'id' | 'usage'>(event.response);
      report.identify({ responseId: response.id });
      if (event.type !== 'response.done') return false;
      report.clearItems();
      addOpenaiTokenUsage(report, response.usage);
      return true;
    },
    result: () => report.build(),
  };
}
