import { STATUS_CODES } from 'node:http';
import { member, numberMember, parseJson, textMember } from '../read-member.ts';

/** What is kept of a request that failed. `code`: Google's own name for it, e.g. `RESOURCE_EXHAUSTED`. */
export interface Failure {
  readonly name?: string;
  readonly message: string;
  readonly code?: string;
  /** Of the HTTP answer. */
  readonly status?: number;
}

/** Describes an answer that is none, by its status and, once it was read, its body. https://cloud.google.com/apis/design/errors */
export function describeAnswer(body: unknown, status: number): Failure {
  const error = member(Array.isArray(body) ? body[0] : body, 'error');
  const code = textMember(error, 'status');
  return { message: textMember(error, 'message') ?? `HTTP ${status}`, status, ...(code === undefined ? {} : { code }) };
}

/** Describes what a request threw. The SDK's own clock aborts as the app does: only the app's signal tells who it was. */
export function describeRequestError(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) return { name: 'AbortError', message: 'The request was aborted.' };
  if (member(error, 'name') === 'AbortError') {
    return { name: 'TimeoutError', message: 'The request timed out.', code: 'timeout' };
  }
  const message = textMember(error, 'message');
  if (message === undefined) return error;
  const status = numberMember(error, 'status');
  // The message of an `ApiError` is, or ends with, the JSON of the answer.
  if (status !== undefined) return describeAnswer(parseJson(message.slice(Math.max(message.indexOf('{'), 0))), status);
  // The reason phrase is all that versions before 2.20 keep of an answer that they may try again.
  const phrase = /^(?:Retryable HTTP Error: |Non-retryable exception )(.+?)(?: sending request)?$/.exec(message)?.[1];
  const known = Object.entries(STATUS_CODES).find(([, text]) => text === phrase);
  return known === undefined ? error : { message, status: Number(known[0]) };
}

/** Describes what broke off an answer: its HTTP status was that of an answer, whatever it told in its middle. */
export function describeBrokenAnswer(error: unknown, signal: AbortSignal | undefined): unknown {
  const failure = describeRequestError(error, signal);
  return failure === error ? error : { ...(failure as Failure), status: undefined };
}
