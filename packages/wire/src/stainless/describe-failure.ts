/** The SDK's own clock ended the request. */
export const timeoutError = { name: 'TimeoutError', code: 'timeout', message: 'Request timed out.' };

/** The app's signal ended the request. */
export const abortError = { name: 'AbortError', message: 'Request was aborted.' };

/** Whether a signal ended the request, the app's or that of the SDK's clock. */
export function isAbort(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
}

/** What an answer of this status says went wrong: `error`, as OpenAI and Anthropic have it, `detail`, as servers made with FastAPI do, or the whole body. */
export function errorInAnswer(body: unknown, status: number): object {
  const error = member(body, 'error') ?? body;
  const detail = member(error, 'detail');
  const first: unknown = Array.isArray(detail) ? member(detail[0], 'msg') : detail;
  const text = [error, member(error, 'message'), first].find((value) => typeof value === 'string' && value !== '');
  return { ...(typeof error === 'object' ? error : {}), status, message: text ?? `HTTP ${status}` };
}

/** What a `fetch` threw, without the URL that node-fetch and others begin their messages with. */
export function withoutUrls(error: unknown): unknown {
  const message = member(error, 'message');
  if (typeof error !== 'object' || typeof message !== 'string' || !message.includes('://')) return error;
  return Object.create(error, { message: { value: message.replaceAll(/\w+:\/\/\S+/g, 'the server') } });
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
