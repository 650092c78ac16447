import type { UsageReader } from '@llm-tracker/core/plugin';
import { addOpenaiTokenUsage } from './openai-usage.ts';
import { isObject, parseDigits, readObject, readQuantity } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const needles: readonly string[] = ['"usage"'];
const fields: readonly string[] = ['usage', 'duration'];

/**
 * Reads transcriptions and translations, whole or streamed, and the transcription events of a realtime session: tokens or
 * seconds, whichever the answer states. https://platform.openai.com/docs/api-reference/audio/json-object
 */
export function openaiTranscriptionReader(): UsageReader {
  const report = new UsageReport();
  return {
    needles,
    fields,
    push(part) {
      const body = readObject<'usage' | 'duration'>(part);
      report.clearItems();
      if (isObject(body.usage)) {
        const usage = readObject<'type' | 'seconds'>(body.usage);
        if (usage.type === 'duration') report.add('second_input', readQuantity(usage.seconds));
        else addOpenaiTokenUsage(report, body.usage);
        return true;
      }
      // Verbose answers of whisper-1 had no usage at first, and state the duration as number or text.
      report.add('second_input', readQuantity(parseDigits(body.duration)));
      return false;
    },
    result: () => report.build(),
  };
}
