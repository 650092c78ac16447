import { expect, it } from 'vitest';
import { describeBedrockFailure } from './describe-bedrock-failure.ts';

it('names an exception of the service by its own name', () => {
  const error = Object.assign(new Error('Too many requests'), {
    name: 'ThrottlingException',
    $fault: 'client',
    $metadata: { httpStatusCode: 429 },
  });
  expect(describeBedrockFailure(error, undefined)).toEqual({
    name: 'ThrottlingException',
    code: 'ThrottlingException',
    message: 'Too many requests',
    status: 429,
  });
});

it('leaves errors of the network as they are, and calls all of them aborted once the app aborted', () => {
  const error = Object.assign(new Error('aborted'), { code: 'ECONNRESET', $metadata: { attempts: 1 } });
  expect(describeBedrockFailure(error, { aborted: false })).toBe(error);
  expect(describeBedrockFailure(error, { aborted: true })).toMatchObject({ name: 'AbortError' });
});
