import { describe, expect, test } from 'vitest';
import { describeAnswer, describeBrokenAnswer, describeRequestError } from './describe-failure.ts';

const body = { error: { code: 429, message: 'No more.', status: 'RESOURCE_EXHAUSTED' } };
const failure = { message: 'No more.', status: 429, code: 'RESOURCE_EXHAUSTED' };

class ApiError extends Error {
  readonly status = 429;
}

describe('a failure is described', () => {
  test('by the body of its answer, alone or in a list, else by its status', () => {
    expect(describeAnswer(body, 429)).toEqual(failure);
    expect(describeAnswer([body], 429)).toEqual(failure);
    expect(describeAnswer('<html>', 502)).toEqual({ message: 'HTTP 502', status: 502 });
  });

  test('by what an ApiError carries in its message', () => {
    expect(describeRequestError(new ApiError(JSON.stringify(body)), undefined)).toEqual(failure);
    expect(describeRequestError(new ApiError(`got status: X. ${JSON.stringify(body)}`), undefined)).toEqual(failure);
    expect(describeRequestError(new ApiError('{"error":'), undefined)).toEqual({ message: 'HTTP 429', status: 429 });
  });

  test('by the reason phrase, where a version keeps nothing else', () => {
    const retried = new Error('Retryable HTTP Error: Too Many Requests');
    expect(describeRequestError(retried, undefined)).toMatchObject({ status: 429 });
    const final = new Error('Non-retryable exception Not Found sending request');
    expect(describeRequestError(final, undefined)).toMatchObject({ status: 404 });
    const other = new Error('Retryable HTTP Error: Out of Cheese');
    expect(describeRequestError(other, undefined)).toBe(other);
  });

  test('as aborted only when the app aborted', () => {
    const error = new DOMException('This operation was aborted', 'AbortError');
    expect(describeRequestError(error, AbortSignal.abort())).toMatchObject({ name: 'AbortError' });
    expect(describeRequestError(error, new AbortController().signal)).toMatchObject({ code: 'timeout' });
    expect(describeRequestError(error, undefined)).toMatchObject({ code: 'timeout' });
  });

  test('without the status of an error that came in a stream, whose answer had another', () => {
    expect(describeBrokenAnswer(new ApiError(JSON.stringify(body)), undefined)).toMatchObject({ status: undefined });
    const cut = new TypeError('terminated');
    expect(describeBrokenAnswer(cut, undefined)).toBe(cut);
  });
});
