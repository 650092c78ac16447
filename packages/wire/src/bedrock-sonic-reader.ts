import type { UsageReader } from '@llm-tracker/core/plugin';
import { readCount, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const needles: readonly string[] = ['"usageEvent"'];

/** Reads the events of a Nova Sonic session, whose usage events repeat the running total. https://docs.aws.amazon.com/nova/latest/userguide/output-events.html */
export function bedrockSonicReader(): UsageReader {
  const report = new UsageReport();
  return {
    needles,
    lastOnly: true,
    push(part) {
      const { usageEvent } = readObject<'usageEvent'>(readObject<'event'>(part).event);
      const { details } = readObject<'details'>(usageEvent);
      const total = readObject<'input' | 'output'>(readObject<'total'>(details).total);
      const input = readObject<'textTokens' | 'speechTokens'>(total.input);
      const output = readObject<'textTokens' | 'speechTokens'>(total.output);
      report.clearItems();
      report.add('input', readCount(input.textTokens));
      report.add('input_audio', readCount(input.speechTokens));
      report.add('output', readCount(output.textTokens));
      report.add('output_audio', readCount(output.speechTokens));
    },
    result: () => report.build(),
  };
}
