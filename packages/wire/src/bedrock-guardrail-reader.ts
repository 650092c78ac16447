import type { UsageReader } from '@llm-tracker/core/plugin';
import { addGuardrailUsage } from './bedrock-guardrail.ts';
import { isObject, readCount, readId, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const fields: readonly string[] = ['usage'];

/** Reads guardrails that were called by themselves: ApplyGuardrail, and InvokeGuardrailChecks, which states text units per check. */
export function bedrockGuardrailReader(): UsageReader {
  const report = new UsageReport();
  return {
    fields,
    push(part) {
      const usage = readObject<string>(readObject<'usage'>(part).usage);
      report.clearItems();
      addGuardrailUsage(report, usage);
      for (const [check, value] of Object.entries(usage)) {
        if (!isObject(value) || readId(check) === undefined) continue;
        report.add('guardrail_unit', readCount(readObject<'textUnits'>(value).textUnits), { variant: check });
      }
      return true;
    },
    result: () => report.build(),
  };
}
