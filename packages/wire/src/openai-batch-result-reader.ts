import type { UsageReader } from '@llm-tracker/core/plugin';
import { dedupeKey } from './dedupe-key.ts';
import { readId, readObject } from './read-json.ts';
import { readerForShape } from './usage-shape.ts';

/** Reads one line of a batch's output file, whatever endpoint it asked. The batch's own usage is the sum of its lines: count one or the other. https://platform.openai.com/docs/api-reference/batch/request-output */
export function openaiBatchResultReader(): UsageReader {
  let reader: UsageReader | null = null;
  let key: string | undefined;
  let providerRequestId: string | undefined;
  return {
    push(part) {
      const line = readObject<'id' | 'response'>(part);
      const response = readObject<'request_id' | 'body'>(line.response);
      key = dedupeKey('openai:batch-request', line.id);
      providerRequestId = readId(response.request_id);
      reader = readerForShape(response.body);
      reader?.push(response.body);
      return true;
    },
    result() {
      const usage = reader?.result() ?? null;
      if (usage === null || key === undefined) return null;
      return {
        ...usage,
        ...(providerRequestId === undefined ? {} : { providerRequestId }),
        dedupeKey: key,
        serviceTier: 'batch',
        priceContext: { ...usage.priceContext, batch: 'true' },
      };
    },
  };
}
