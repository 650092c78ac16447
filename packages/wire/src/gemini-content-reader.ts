import type { UsageReader } from '@llm-tracker/core/plugin';
import { groundingItems, mergeGrounding, readGrounding } from './gemini-grounding.ts';
import { addGeminiUsage } from './gemini-usage.ts';
import { isObject, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

/** What only the request says. */
export interface GeminiContentReaderOptions {
  /** Whether the request offers Google Search or Maps, so that answers are searched for what was asked of them. @default true */
  grounding?: boolean | undefined;
}

const needles: readonly string[] = ['"usageMetadata"'];
const groundingNeedles: readonly string[] = ['"usageMetadata"', '"groundingMetadata"'];
const fields: readonly string[] = ['usageMetadata', 'modelVersion', 'responseId', 'response'];
const groundingFields: readonly string[] = [...fields, 'candidates'];

/** Reads generated content, whole or streamed, a line of a batch's results, or a message of a live session. https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse */
export function geminiContentReader(options: GeminiContentReaderOptions = {}): UsageReader {
  const searches = options.grounding !== false;
  const report = new UsageReport();
  let grounding = readGrounding(undefined);
  return {
    needles: searches ? groundingNeedles : needles,
    fields: searches ? groundingFields : fields,
    // Nearly every chunk repeats the running usage; only grounding may stand in some other than the last.
    lastOnly: !searches,
    push(part) {
      const outer = readObject<'response'>(part);
      const body = readObject<'usageMetadata' | 'modelVersion' | 'responseId' | 'candidates'>(
        isObject(outer.response) ? outer.response : part,
      );
      report.identify({ model: body.modelVersion, responseId: body.responseId });
      if (searches) grounding = mergeGrounding(grounding, readGrounding(body.candidates));
      if (!isObject(body.usageMetadata)) return;
      report.clearItems();
      addGeminiUsage(report, body.usageMetadata);
    },
    result() {
      const usage = report.build();
      return usage === null ? null : { ...usage, items: [...usage.items, ...groundingItems(grounding)] };
    },
  };
}
