/** When a Stainless-made SDK sends a request again. https://github.com/openai/openai-node/blob/master/src/client.ts (`shouldRetry`) */
export function isRetried(status: number, shouldRetryHeader: string | null): boolean {
  if (shouldRetryHeader === 'true') return true;
  if (shouldRetryHeader === 'false') return false;
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

/** The longest that these SDKs wait before the next attempt: `retry-after` counts up to a minute. */
export const longestRetryDelayMs = 65_000;

/** The error body of a final answer is read at once; without it the status must do. */
export const errorBodyTimeoutMs = 10_000;
