import { inspect } from 'node:util';

/** A value with everything that an app can see of it, hidden properties included, as text that can be compared. */
export function describeValue(value: unknown): string {
  return inspect(value, {
    showHidden: true,
    depth: Number.POSITIVE_INFINITY,
    maxArrayLength: Number.POSITIVE_INFINITY,
    maxStringLength: Number.POSITIVE_INFINITY,
    breakLength: 100,
  });
}

/** What an app can see of an error and its causes. The stack is represented by its first line: the frames below it are nobody's contract. */
export function describeError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return { thrown: error };
  const { cause, headers, stack } = error as {
    cause?: unknown;
    headers?: unknown;
    stack?: unknown;
  };
  const members: Record<string, unknown> = {};
  for (const key of Object.getOwnPropertyNames(error).sort()) {
    // A socket has ports and counters that differ in every run.
    if (key === 'stack' || key === 'cause' || key === 'headers' || key === 'socket') continue;
    members[key] = Reflect.get(error, key);
  }
  return {
    class: error.constructor?.name,
    ...members,
    message: Reflect.get(error, 'message'),
    stackBegins: typeof stack === 'string' ? stack.split('\n')[0] : stack,
    ...(headers === undefined ? {} : { headers: headerEntries(headers) }),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}

/** What an app can see of a Response without reading it. */
export function describeResponse(response: Response): unknown {
  const { status, statusText, ok, url, redirected, type, bodyUsed } = response;
  return {
    class: response.constructor.name,
    ...{ status, statusText, ok, url, redirected, type, bodyUsed },
    keys: Object.keys(response),
    headers: headerEntries(response.headers),
    body: response.body?.constructor.name,
    // node-fetch shows its buffers and listeners here, which are nobody's contract.
    ...(response instanceof Response ? { inspected: inspect(response) } : {}),
  };
}

function headerEntries(headers: unknown): unknown {
  if (typeof headers !== 'object' || headers === null) return headers;
  const { entries } = headers as { entries?: () => Iterable<[string, string]> };
  return typeof entries === 'function' ? [...entries.call(headers)].sort() : Object.entries(headers).sort();
}
