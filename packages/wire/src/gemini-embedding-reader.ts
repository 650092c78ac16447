import type { UsageReader } from '@llm-tracker/core/plugin';
import { addGeminiUsage } from './gemini-usage.ts';
import { isObject, readCount, readList, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const fields: readonly string[] = ['usageMetadata', 'metadata', 'predictions', 'embeddings'];

/** Reads embeddings: usage metadata, else the tokens that Vertex states with each embedding, else its billable characters. https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api */
export function geminiEmbeddingReader(): UsageReader {
  const report = new UsageReport();
  return {
    fields,
    push(part) {
      const body = readObject<'usageMetadata' | 'metadata' | 'predictions' | 'embeddings'>(part);
      report.clearItems();
      if (isObject(body.usageMetadata)) {
        addGeminiUsage(report, body.usageMetadata);
        return true;
      }
      const counts = [...readList(body.predictions).map(readPrediction), ...readList(body.embeddings)]
        .map(readTokenCount)
        .filter((count) => count !== undefined);
      for (const count of counts) report.add('input', count);
      if (counts.length === 0) {
        report.add('character', readCount(readObject<'billableCharacterCount'>(body.metadata).billableCharacterCount));
      }
      return true;
    },
    result: () => report.build(),
  };
}

function readPrediction(value: unknown): unknown {
  return readObject<'embeddings'>(value).embeddings;
}

/** `token_count` on the wire, `tokenCount` in the SDK's objects. */
function readTokenCount(value: unknown): number | undefined {
  const { token_count, tokenCount } = readObject<'token_count' | 'tokenCount'>(
    readObject<'statistics'>(value).statistics,
  );
  return readCount(token_count ?? tokenCount);
}
