import type { UsageReader } from '@llm-tracker/core/plugin';
import { shortModelName } from './model-path.ts';

/** The same reader, for answers that name models by their whole resource name: rows name them as calls do. */
export function withShortModel(reader: UsageReader): UsageReader {
  return {
    ...reader,
    result() {
      const usage = reader.result();
      if (usage?.model === undefined) return usage;
      return { ...usage, model: shortModelName(usage.model) ?? usage.model };
    },
  };
}
