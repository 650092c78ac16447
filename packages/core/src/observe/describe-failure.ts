import { describeError } from '../report-event.ts';

/** What a record keeps of an error. `aborted`: the app itself ended the call. */
export interface Failure {
  httpStatus: number | null;
  errorCode: string;
  error: string;
  aborted: boolean;
}

const abortNames = new Set(['AbortError', 'APIUserAbortError']);

/** Reads status, the provider's code and a scrubbed message from whatever an SDK threw or a provider sent. */
export function describeFailure(error: unknown): Failure {
  const { name, message } = describeError(error);
  const aborted = abortNames.has(name) || member(error, 'code') === 'ABORT_ERR';
  const httpStatus = statusOf(error);
  return {
    httpStatus,
    errorCode: aborted ? 'aborted' : (providerCode(error) ?? (httpStatus === null ? name : `http_${httpStatus}`)),
    error: message,
    aborted,
  };
}

function providerCode(error: unknown): string | null {
  const body = member(error, 'error');
  const cause = member(error, 'cause');
  for (const source of [error, body, member(body, 'error'), cause]) {
    const code = member(source, 'code');
    if (typeof code === 'string' && code !== '') return code;
  }
  for (const source of [error, body, member(body, 'error')]) {
    const type = member(source, 'type') ?? member(source, 'status');
    if (typeof type === 'string' && type !== '' && type !== 'error') return type;
  }
  return null;
}

function statusOf(error: unknown): number | null {
  const status =
    member(error, 'status') ?? member(error, 'statusCode') ?? member(member(error, '$metadata'), 'httpStatusCode');
  return typeof status === 'number' && status >= 100 && status <= 599 ? status : null;
}

function member(value: unknown, name: string): unknown {
  try {
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  } catch {
    return undefined;
  }
}
