import type { UsageReader } from '@llm-tracker/core/plugin';
import { readCount, readId, readInstant, readObject } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

const fields: readonly string[] = ['name', 'model', 'createTime', 'expireTime', 'usageMetadata'];
const msPerHour = 3_600_000;

/** Reads a cache that was created: its tokens by the hours for which they are kept, as it stands. https://ai.google.dev/api/caching#CachedContent */
export function geminiCacheReader(): UsageReader {
  const report = new UsageReport();
  return {
    fields,
    push(part) {
      const cache = readObject<'name' | 'model' | 'createTime' | 'expireTime' | 'usageMetadata'>(part);
      const tokens = readCount(readObject<'totalTokenCount'>(cache.usageMetadata).totalTokenCount);
      const createdAt = readInstant(cache.createTime);
      const expiresAt = readInstant(cache.expireTime);
      report.identify({ model: cache.model, responseId: readId(cache.name) });
      report.clearItems();
      if (tokens === undefined || createdAt === undefined || expiresAt === undefined) return true;
      const hours = Math.max(expiresAt.getTime() - createdAt.getTime(), 0) / msPerHour;
      report.add('custom:cache_token_hour', tokens * hours);
      return true;
    },
    result: () => report.build(),
  };
}
