import { LlmTrackerError } from '@llm-tracker/core/plugin';
import { expect, test } from 'vitest';
import { classifyClickhouseError } from './classify-clickhouse-error.ts';

/** As the client throws it. */
function clickhouseError(code: number | string): Error {
  return Object.assign(new Error('…'), { code: String(code) });
}

test.each([
  ['TIMEOUT_EXCEEDED', 159, 'retry'],
  ['TOO_SLOW', 160, 'retry'],
  ['TOO_MANY_SIMULTANEOUS_QUERIES', 202, 'retry'],
  ['SOCKET_TIMEOUT', 209, 'retry'],
  ['NETWORK_ERROR', 210, 'retry'],
  ['MEMORY_LIMIT_EXCEEDED', 241, 'retry'],
  ['TABLE_IS_READ_ONLY', 242, 'retry'],
  ['NOT_ENOUGH_SPACE', 243, 'retry'],
  ['TOO_MANY_PARTS', 252, 'retry'],
  ['ALL_CONNECTION_TRIES_FAILED', 279, 'retry'],
  ['UNKNOWN_STATUS_OF_INSERT', 319, 'retry'],
  ['CANNOT_ALLOCATE_MEMORY', 425, 'retry'],
  ['KEEPER_EXCEPTION', 999, 'retry'],
  ['ECONNREFUSED', 'ECONNREFUSED', 'retry'],
  ['ECONNRESET', 'ECONNRESET', 'retry'],
  ['a code that nobody knows', 4711, 'retry'],
  ['CANNOT_PARSE_TEXT', 6, 'split'],
  ['CANNOT_PARSE_QUOTED_STRING', 26, 'split'],
  ['CANNOT_PARSE_INPUT_ASSERTION_FAILED', 27, 'split'],
  ['CANNOT_PARSE_DATE', 38, 'split'],
  ['CANNOT_PARSE_DATETIME', 41, 'split'],
  ['TYPE_MISMATCH', 53, 'split'],
  ['SYNTAX_ERROR', 62, 'split'],
  ['ARGUMENT_OUT_OF_BOUND', 69, 'split'],
  ['INCORRECT_DATA', 117, 'split'],
  ['TOO_LARGE_STRING_SIZE', 131, 'split'],
  ['CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN', 349, 'split'],
  ['TOO_MANY_ROWS_OR_BYTES', 396, 'split'],
  ['VIOLATED_CONSTRAINT', 469, 'split'],
  ['NO_SUCH_COLUMN_IN_TABLE', 16, 'park'],
  ['UNKNOWN_IDENTIFIER', 47, 'park'],
  ['UNKNOWN_TABLE', 60, 'park'],
  ['UNKNOWN_DATABASE', 81, 'park'],
  ['READONLY', 164, 'park'],
  ['UNKNOWN_USER', 192, 'park'],
  ['REQUIRED_PASSWORD', 194, 'park'],
  ['SETTING_CONSTRAINT_VIOLATION', 452, 'park'],
  ['ACCESS_DENIED', 497, 'park'],
  ['AUTHENTICATION_FAILED', 516, 'park'],
] as const)('%s (%s) means %s', (_name, code, reaction) => {
  expect(classifyClickhouseError(clickhouseError(code))).toBe(reaction);
});

test('an error of ours waits for somebody', () => {
  expect(classifyClickhouseError(new LlmTrackerError('schema_missing', '…'))).toBe('park');
});
