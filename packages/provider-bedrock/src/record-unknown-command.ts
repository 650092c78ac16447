import type { TrackerHost } from '@llm-tracker/core/plugin';
import { genericReader } from '@llm-tracker/wire';
import { memberOf } from './member-of.ts';

/** Records a command that this package does not know yet, if its output states usage in a shape that is known. */
export function recordUnknownCommand(host: TrackerHost, commandName: string, input: unknown, output: unknown): void {
  try {
    const reader = genericReader();
    reader.push(output);
    const usage = reader.result();
    if (usage === null || usage.items.length === 0) return;
    const asked = memberOf(input, 'modelId');
    const requestedModel = typeof asked === 'string' ? asked : null;
    host.tracker.record({
      provider: 'bedrock',
      operation: operationOf(commandName),
      model: usage.model ?? requestedModel ?? 'unknown',
      requestedModel,
      items: usage.items,
      serviceTier: usage.serviceTier,
      priceContext: usage.priceContext,
    });
  } catch (error) {
    host.report({
      type: 'plugin_failed',
      level: 'warning',
      message: `The usage of a Bedrock ${commandName} could not be recorded.`,
      error,
    });
  }
}

/** `SummarizeModelCommand` is recorded as `summarize_model`. */
function operationOf(commandName: string): string {
  return commandName
    .replace(/Command$/, '')
    .replace(/(?<=[a-z0-9])[A-Z]/g, '_$&')
    .toLowerCase();
}
