import { ConfigurationError, LlmTrackerError } from '@llm-tracker/core/plugin';
import { expect, test } from 'vitest';
import { breaksPostgresConnection, classifyPostgresError } from './classify-postgres-error.ts';

/** As `pg` throws what the server answered. */
function databaseError(code: string): Error {
  return Object.assign(new Error('…'), { code, severity: 'ERROR' });
}

test.each([
  ['40001', 'retry', false],
  ['40P01', 'retry', false],
  ['55P03', 'retry', false],
  ['57014', 'retry', false],
  ['53000', 'retry', false],
  ['53100', 'retry', false],
  ['53200', 'retry', false],
  ['53300', 'retry', false],
  ['58030', 'retry', false],
  ['08006', 'retry', true],
  ['08P01', 'retry', true],
  ['57P01', 'retry', true],
  ['57P02', 'retry', true],
  ['57P03', 'retry', true],
  ['57P05', 'retry', true],
  ['25006', 'retry', true],
  ['22003', 'split', false],
  ['22021', 'split', false],
  ['22P02', 'split', false],
  ['22P05', 'split', false],
  ['23502', 'split', false],
  ['23505', 'split', false],
  ['23514', 'split', false],
  ['21000', 'split', false],
  ['54000', 'split', false],
  ['54001', 'split', false],
  ['42P01', 'park', false],
  ['42703', 'park', false],
  ['42804', 'park', false],
  ['42501', 'park', false],
  ['3D000', 'park', false],
  ['3F000', 'park', false],
  ['28P01', 'park', false],
  ['28000', 'park', false],
  ['XX000', 'retry', false],
] as const)('SQLSTATE %s means %s; the connection is broken: %s', (code, reaction, isBroken) => {
  expect(classifyPostgresError(databaseError(code))).toBe(reaction);
  expect(breaksPostgresConnection(databaseError(code))).toBe(isBroken);
});

test.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'])(
  '%s may pass, on another connection',
  (code) => {
    const error = Object.assign(new Error('…'), { code });
    expect([classifyPostgresError(error), breaksPostgresConnection(error)]).toEqual(['retry', true]);
  },
);

test('a driver that gave up waiting may succeed on another connection', () => {
  for (const message of ['Query read timeout', 'Connection terminated', 'timeout expired']) {
    expect([classifyPostgresError(new Error(message)), breaksPostgresConnection(new Error(message))]).toEqual([
      'retry',
      true,
    ]);
  }
});

test('certificates, passwords, options, schema and driver are for a person', () => {
  for (const error of [
    Object.assign(new Error('…'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    Object.assign(new Error('…'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
    new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'),
    new LlmTrackerError('schema_missing', '…'),
    new LlmTrackerError('driver_missing', '…'),
    new ConfigurationError('tableName', 'a name', '7'),
  ]) {
    expect(classifyPostgresError(error)).toBe('park');
  }
});
