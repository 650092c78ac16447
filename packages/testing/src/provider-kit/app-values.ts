import type { JsonObject } from '../wire-server/wire-format.ts';

/** A fetch of the app's own, which notes how it was called. */
export function recordingFetch(calls: unknown[]): (...args: [input: unknown, init?: JsonObject]) => Promise<Response> {
  return async function appFetch(this: unknown, ...args: [input: unknown, init?: JsonObject]): Promise<Response> {
    const [input, init] = args;
    calls.push({
      self: this === undefined ? 'undefined' : typeof this,
      count: args.length,
      input: String(input),
      keys: init === undefined ? null : Reflect.ownKeys(init),
      method: init?.['method'],
      bodyType: typeof init?.['body'],
    });
    return fetch(input as string, init as RequestInit);
  };
}

/** Parameters that nobody may change. */
export function deepFreeze<Value extends object>(value: Value): Value {
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) deepFreeze(member);
  return Object.freeze(value);
}
