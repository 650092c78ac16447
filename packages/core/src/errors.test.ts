import { describe, expect, it } from 'vitest';
import {
  CallDeniedError,
  ClosedError,
  ConfigurationError,
  isDenial,
  LlmTrackerError,
  StorageError,
  UnsupportedOperationError,
} from './errors.ts';

describe('errors', () => {
  it.each([
    [new ConfigurationError('batchSize', 'a positive integer', '-1'), 'ConfigurationError', 'invalid_option'],
    [new StorageError('m', { adapter: 'A', operation: 'save', retryable: true }), 'StorageError', 'storage_failed'],
    [
      new StorageError('m', { code: 'storage_timeout', adapter: 'A', operation: 'save', retryable: true }),
      'StorageError',
      'storage_timeout',
    ],
    [new UnsupportedOperationError('A', 'listCalls'), 'UnsupportedOperationError', 'unsupported_operation'],
    [new ClosedError('getStats()'), 'ClosedError', 'tracker_closed'],
    [new CallDeniedError('over budget'), 'CallDeniedError', 'call_denied'],
    [new CallDeniedError('over budget', { code: 'budget_exceeded' }), 'CallDeniedError', 'budget_exceeded'],
  ])('%s has a name, a stable code and a stack', (error, name, code) => {
    expect(error).toBeInstanceOf(LlmTrackerError);
    expect([error.name, error.code]).toEqual([name, code]);
    expect(error.stack).toContain('errors.test.ts');
  });

  it('says which option is wrong, what it takes, what it got and what to do', () => {
    const error = new ConfigurationError('batchSize', 'a positive integer', '-1', { hint: 'Use 100.' });
    expect(error.message).toBe('batchSize must be a positive integer, but is -1. Use 100.');
    expect([error.path, error.expected, error.received]).toEqual(['batchSize', 'a positive integer', '-1']);
  });

  it('keeps what an adapter threw as the cause', () => {
    const cause = new Error('driver');
    expect(new StorageError('m', { adapter: 'A', operation: 'save', retryable: false, cause }).cause).toBe(cause);
    expect('cause' in new ConfigurationError('a', 'b', 'c')).toBe(false);
  });

  it('recognises a denial of another copy of this package, and nothing else', () => {
    const foreign = Object.defineProperty(new Error('denied'), Symbol.for('llm-tracker.denied'), { value: true });
    expect([new CallDeniedError('no'), foreign].map(isDenial)).toEqual([true, true]);
    expect([new Error('no'), null, undefined, 'denied', 1].map(isDenial)).toEqual([false, false, false, false, false]);
  });
});
