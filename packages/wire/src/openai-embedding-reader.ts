import type { UsageReader } from '@llm-tracker/core/plugin';
import { addOpenaiChatUsage } from './openai-usage.ts';
import { readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const fields: readonly string[] = ['model', 'usage'];

/** Reads embeddings, whose usage is that of a chat without output. https://platform.openai.com/docs/api-reference/embeddings */
export function openaiEmbeddingReader(): UsageReader {
  const report = new UsageReport();
  return {
    fields,
    push(part) {
      const body = readObject<'model' | 'usage'>(part);
      report.identify({ model: body.model });
      report.clearItems();
      addOpenaiChatUsage(report, body.usage);
      return true;
    },
    result: () => report.build(),
  };
}
