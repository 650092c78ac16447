import type { UsageReader } from '@llm-tracker/core/plugin';
import { dedupeKey } from './dedupe-key.ts';
import { groundingItems, readGrounding } from './gemini-grounding.ts';
import { addGeminiUsage } from './gemini-usage.ts';
import { readCount, readId, readInstant, readList, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const fields: readonly string[] = ['name', 'done', 'metadata', 'response'];

/** Reads a batch, created or polled: the sum over the answers that it holds itself. Answers in a file are `geminiContentReader`'s, line by line. https://ai.google.dev/api/batch-api */
export function geminiBatchReader(): UsageReader {
  const report = new UsageReport();
  return {
    fields,
    push(part) {
      const batch = readObject<'name' | 'done' | 'metadata' | 'response'>(part);
      if (readId(batch.name) === undefined) return false;
      const metadata = readObject<'model' | 'createTime' | 'output'>(batch.metadata);
      report.identify({ model: metadata.model, responseId: batch.name, serviceTier: 'batch' });
      report.addContext('batch', 'true');
      report.defer(dedupeKey('gemini:batch', batch.name), readInstant(metadata.createTime), batch.done !== true);
      report.clearItems();
      let largestPrompt = 0;
      for (const answer of readAnswers(metadata.output ?? batch.response)) {
        const response = readObject<'usageMetadata' | 'candidates'>(readObject<'response'>(answer).response);
        addGeminiUsage(report, response.usageMetadata);
        const prompt = readCount(readObject<'promptTokenCount'>(response.usageMetadata).promptTokenCount);
        largestPrompt = Math.max(largestPrompt, prompt ?? 0);
        for (const { unit, quantity, ...origin } of groundingItems(readGrounding(response.candidates))) {
          report.add(unit, quantity, origin);
        }
      }
      report.addContext('largestPrompt', String(largestPrompt));
      return batch.done === true;
    },
    result: () => report.build(),
  };
}

function readAnswers(output: unknown): readonly unknown[] {
  const { inlinedResponses, inlinedEmbedContentResponses } = readObject<
    'inlinedResponses' | 'inlinedEmbedContentResponses'
  >(output);
  return [inlinedResponses, inlinedEmbedContentResponses].flatMap((list) =>
    readList(readObject<'inlinedResponses'>(list).inlinedResponses),
  );
}
