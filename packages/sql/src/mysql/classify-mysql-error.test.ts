import { LlmTrackerError } from '@llm-tracker/core/plugin';
import { expect, test } from 'vitest';
import { breaksMysqlConnection, classifyMysqlError } from './classify-mysql-error.ts';

test.each([
  [1205, 'retry', false],
  [1213, 'retry', false],
  [1040, 'retry', false],
  [1203, 'retry', false],
  [1226, 'retry', false],
  [3024, 'retry', false],
  [1317, 'retry', false],
  [1021, 'retry', false],
  [1114, 'retry', false],
  [1290, 'retry', true],
  [1836, 'retry', true],
  [1792, 'retry', true],
  [1053, 'retry', true],
  [1077, 'retry', true],
  [1927, 'retry', true],
  [2006, 'retry', true],
  [2013, 'retry', true],
  [4031, 'retry', true],
  [1264, 'split', false],
  [1265, 'split', false],
  [1292, 'split', false],
  [1366, 'split', false],
  [1367, 'split', false],
  [1406, 'split', false],
  [1048, 'split', false],
  [3140, 'split', false],
  [3819, 'split', false],
  [4025, 'split', false],
  [1153, 'split', true],
  [1301, 'split', false],
  [1054, 'park', false],
  [1146, 'park', false],
  [1049, 'park', false],
  [1136, 'park', false],
  [1044, 'park', false],
  [1045, 'park', false],
  [1142, 'park', false],
  [1227, 'park', false],
  [1698, 'park', false],
] as const)('error %i means %s; the connection is broken: %s', (errno, reaction, isBroken) => {
  const error = Object.assign(new Error('…'), { errno, code: 'ER_X', sqlState: 'HY000' });
  expect(classifyMysqlError(error)).toBe(reaction);
  expect(breaksMysqlConnection(error)).toBe(isBroken);
});

test.each([
  { code: 'PROTOCOL_CONNECTION_LOST', fatal: true },
  { code: 'PROTOCOL_SEQUENCE_TIMEOUT' },
  { code: 'ECONNREFUSED', errno: -111, fatal: true },
  { code: 'ER_ACCESS_DENIED_ERROR_OF_A_PROXY', errno: 9001, fatal: true },
])('what ends a connection may succeed on another one: %o', (members) => {
  const error = Object.assign(new Error('…'), members);
  expect([classifyMysqlError(error), breaksMysqlConnection(error)]).toEqual(['retry', true]);
});

test('a wrong password is for a person, also as the end of a connection', () => {
  expect(classifyMysqlError(Object.assign(new Error('…'), { errno: 1045, fatal: true }))).toBe('park');
  expect(classifyMysqlError(Object.assign(new Error('…'), { code: 'HANDSHAKE_NO_SSL_SUPPORT' }))).toBe('park');
  expect(classifyMysqlError(new LlmTrackerError('driver_missing', '…'))).toBe('park');
});
