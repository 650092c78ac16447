/** When a Stainless-made SDK sends a request again. https://github.com/openai/openai-node/blob/master/src/client.ts (`shouldRetry`) */
export function isRetried(status: number, shouldRetryHeader: string | null): boolean {
  if (shouldRetryHeader === 'true') return true;
  if (shouldRetryHeader === 'false') return false;
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

/** The longest that these SDKs wait of themselves before the next attempt. */
export const longestRetryDelayMs = 65_000;

const longestTimerMs = 2 ** 31 - 1;
const marginMs = 5_000;

/** Within what time the next attempt begins, if one does: some SDKs obey a `retry-after` of any length, in seconds or as a date. */
export function retryWithinMs(header: (name: string) => string | null, nowMs: number = Date.now()): number {
  const askedMs = Number(header('retry-after-ms') ?? Number.NaN);
  const after = header('retry-after') ?? '';
  const afterMs = /^\d/.test(after) ? Number.parseFloat(after) * 1000 : Date.parse(after) - nowMs;
  const delayMs = askedMs > 0 ? askedMs : afterMs;
  return delayMs > 0
    ? Math.min(longestTimerMs, Math.max(longestRetryDelayMs, delayMs + marginMs))
    : longestRetryDelayMs;
}

/** The error body of a final answer is read at once; without it the status must do. */
export const errorBodyTimeoutMs = 10_000;
