import type { ObservedCall } from '@llm-tracker/core/plugin';
import { describeModelError } from './describe-model-error.ts';

/** What a streaming method resolves to. The SDK reads the answer to its end, whether or not the app reads `stream`. */
interface StreamResult {
  stream: AsyncGenerator<unknown>;
  response: Promise<unknown>;
}

/**
 * Watches a streamed answer in place. `response`, which has the usage, is derived and not merely listened to, so that a
 * rejection that nobody handles stays unhandled. Only chunks that the app reads name the model that answered.
 */
export function observeStreamResult(result: unknown, call: ObservedCall, signal: AbortSignal | undefined): void {
  if (!isStreamResult(result)) {
    call.succeed();
    return;
  }
  let begun = false;
  let last: unknown;
  onNext(result.stream, (chunk) => {
    if (begun) last = chunk;
    else call.push(chunk);
    begun = true;
  });
  result.response = result.response.then(
    (answer) => {
      call.push(answer);
      call.succeed();
      return answer;
    },
    (error: unknown) => {
      if (last !== undefined) call.push(last);
      call.fail(describeModelError(error, signal));
      throw error;
    },
  );
}

function onNext(stream: AsyncGenerator<unknown>, look: (chunk: unknown) => void): void {
  const original = stream.next;
  // An expression of the same kind as the SDK's own, which has a prototype and no name.
  const next = function (this: unknown, ...values: [] | [unknown]): ReturnType<typeof original> {
    return original.apply(stream, values).then((result) => {
      if (result.done !== true) look(result.value);
      return result;
    });
  };
  for (const name of ['name', 'length']) Object.defineProperty(next, name, { value: Reflect.get(original, name) });
  stream.next = next;
}

function isStreamResult(value: unknown): value is StreamResult {
  return (
    typeof value === 'object' &&
    value !== null &&
    'stream' in value &&
    typeof value.stream === 'object' &&
    'response' in value &&
    value.response instanceof Promise
  );
}
