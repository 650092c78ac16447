import assert from 'node:assert/strict';
import { describeError } from '../describe-value.ts';
import { collectUntilError } from '../read-stream.ts';
import type { CustomCall } from './custom-provider-context.ts';

/** What an app sees of a call whose answer it reads to the end. `error`: null when nothing failed. */
export async function outcomeOf<Client extends object>(
  call: CustomCall<Client>,
  client: Client,
): Promise<{ error: unknown; [seen: string]: unknown }> {
  let answer: unknown;
  try {
    answer = await call.run(client);
  } catch (error) {
    return { error: describeError(error) };
  }
  const stream = streamOf(call, answer);
  if (stream === null) return { answer, error: null };
  return { class: stream.constructor?.name, keys: Object.keys(stream), ...(await collectUntilError(stream)) };
}

/** Makes a call and reads its answer to the end. Rejects as the client does. */
export async function readCall<Client extends object>(call: CustomCall<Client>, client: Client): Promise<void> {
  const stream = streamOf(call, await call.run(client));
  if (stream === null) return;
  for await (const _ of stream);
}

/** The stream that a call gave, null for a call that is none. Fails when the context says otherwise than the client. */
export function streamOf<Client extends object>(
  call: CustomCall<Client>,
  answer: unknown,
): AsyncIterable<unknown> | null {
  const isStream = isAsyncIterable(answer);
  assert.ok(
    isStream === (call.isStream === true),
    `${call.name} gave ${isStream ? 'an' : 'no'} async iterable; its \`isStream\` says otherwise`,
  );
  return isStream ? answer : null;
}

function isAsyncIterable(answer: unknown): answer is AsyncIterable<unknown> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
}
