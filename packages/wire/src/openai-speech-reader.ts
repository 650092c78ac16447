import type { UsageReader } from '@llm-tracker/core/plugin';
import { addOpenaiTokenUsage } from './openai-usage.ts';
import { isObject, readCount, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

/** What only the request says. */
export interface OpenaiSpeechReaderOptions {
  /** Length of the request's `input` in characters. */
  inputCharacters?: number | undefined;
}

const needles: readonly string[] = ['"usage"'];

/** Reads speech: the tokens that a stream of events ends with, else, for sound alone, the characters that were asked for. */
export function openaiSpeechReader(options: OpenaiSpeechReaderOptions = {}): UsageReader {
  const report = new UsageReport();
  report.add('character', readCount(options.inputCharacters));
  return {
    needles,
    push(part) {
      const event = readObject<'usage'>(part);
      if (!isObject(event.usage)) return false;
      report.clearItems();
      addOpenaiTokenUsage(report, event.usage, { outputUnit: 'output_audio' });
      return true;
    },
    result: () => report.build(),
  };
}
