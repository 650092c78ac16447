import { isObject, readCount, readId, readList, readObject } from './read-json.ts';
import type { UsageReport } from './usage-report.ts';

/** Adds the units of every policy, under the name of its counter. https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GuardrailUsage.html */
export function addGuardrailUsage(report: UsageReport, usage: unknown): void {
  if (!isObject(usage)) return;
  for (const [counter, units] of Object.entries(usage)) {
    if (readId(counter)?.endsWith('Units')) report.add('guardrail_unit', readCount(units), { variant: counter });
  }
}

/** Adds the units of every assessment in the trace of a conversation, present only when the trace is enabled. */
export function addGuardrailTrace(report: UsageReport, trace: unknown): void {
  const guardrail = readObject<'inputAssessment' | 'outputAssessments'>(trace);
  const input = membersOf(guardrail.inputAssessment);
  const output = membersOf(guardrail.outputAssessments).flatMap(readList);
  for (const assessment of [...input, ...output]) {
    const { invocationMetrics } = readObject<'invocationMetrics'>(assessment);
    addGuardrailUsage(report, readObject<'usage'>(invocationMetrics).usage);
  }
}

function membersOf(value: unknown): unknown[] {
  return isObject(value) ? Object.values(value) : [];
}
