import type { UsageReader } from '@llm-tracker/core/plugin';
import { addOpenaiChatUsage } from './openai-usage.ts';
import { isObject, readList, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

/** What only the request says. */
export interface OpenaiChatReaderOptions {
  /** `web_search_options.search_context_size`. */
  searchContextSize?: string | undefined;
}

// Of the chunks only those with usage name it so; the `"usage":null` of all others must not cost a parse.
const needles: readonly string[] = ['"prompt_tokens"'];
const fields: readonly string[] = ['id', 'model', 'service_tier', 'usage', 'x_groq'];

/** Reads chat completions and completions, whole or streamed, of OpenAI, Azure and all that speak alike. */
export function openaiChatReader(options: OpenaiChatReaderOptions = {}): UsageReader {
  const report = new UsageReport();
  report.addContext('searchContextSize', options.searchContextSize);
  return {
    needles,
    fields,
    push(part) {
      const body = readObject<'id' | 'model' | 'service_tier' | 'usage' | 'x_groq' | 'choices'>(part);
      report.identify({ model: body.model, responseId: body.id, serviceTier: body.service_tier });
      // Groq states usage in a member of its own unless asked as OpenAI is.
      const usage = body.usage ?? readObject<'usage'>(body.x_groq).usage;
      if (!isObject(usage)) return false;
      // Some servers repeat the running usage in every chunk: the last one stands.
      report.clearItems();
      addOpenaiChatUsage(report, usage);
      return Array.isArray(body.choices) && readList(body.choices).length === 0;
    },
    result: () => report.build(),
  };
}
