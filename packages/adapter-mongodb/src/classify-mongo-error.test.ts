import { LlmTrackerError } from '@llm-tracker/core/plugin';
import { expect, test } from 'vitest';
import { classifyMongoError } from './classify-mongo-error.ts';

/** As the driver throws it. */
function mongoError(name: string, members: object = {}): Error {
  return Object.assign(new Error('…'), members, { name });
}

test.each([
  ['HostUnreachable', 6, 'retry'],
  ['HostNotFound', 7, 'retry'],
  ['WriteConcernFailed', 64, 'retry'],
  ['NetworkTimeout', 89, 'retry'],
  ['ShutdownInProgress', 91, 'retry'],
  ['WriteConflict', 112, 'retry'],
  ['PrimarySteppedDown', 189, 'retry'],
  ['ExceededTimeLimit', 262, 'retry'],
  ['SocketException', 9001, 'retry'],
  ['NotWritablePrimary', 10107, 'retry'],
  ['InterruptedAtShutdown', 11600, 'retry'],
  ['InterruptedDueToReplStateChange', 11602, 'retry'],
  ['NotPrimaryNoSecondaryOk', 13435, 'retry'],
  ['NotPrimaryOrSecondary', 13436, 'retry'],
  ['a code that nobody knows', 4711, 'retry'],
  ['BadValue', 2, 'split'],
  ['FailedToParse', 9, 'split'],
  ['TypeMismatch', 14, 'split'],
  ['ImmutableField', 66, 'split'],
  ['DocumentValidationFailure', 121, 'split'],
  ['BSONObjectTooLarge', 10334, 'split'],
  ['KeyTooLong', 17280, 'split'],
  ['DuplicateKey of another index', 11000, 'split'],
  ['Unauthorized', 13, 'park'],
  ['AuthenticationFailed', 18, 'park'],
  ['NamespaceNotFound', 26, 'park'],
  ['InvalidNamespace', 73, 'park'],
  ['AtlasError', 8000, 'park'],
] as const)('%s (%i) means %s', (_name, code, reaction) => {
  expect(classifyMongoError(mongoError('MongoServerError', { code }))).toBe(reaction);
});

test.each([
  ['MongoNetworkError', 'retry'],
  ['MongoServerSelectionError', 'retry'],
  ['MongoPoolClearedError', 'retry'],
  ['MongoTopologyClosedError', 'retry'],
  ['BSONError', 'split'],
  ['MongoInvalidArgumentError', 'split'],
  ['TypeError', 'split'],
  ['BSONVersionError', 'park'],
  ['MongoParseError', 'park'],
] as const)('%s means %s', (name, reaction) => {
  expect(classifyMongoError(mongoError(name))).toBe(reaction);
});

test('a label of the server says that it will pass, whatever the code', () => {
  for (const label of ['RetryableWriteError', 'TransientTransactionError']) {
    expect(classifyMongoError(mongoError('MongoServerError', { code: 2, errorLabels: [label] }))).toBe('retry');
  }
});

test('a batch is at fault only if every document that failed is', () => {
  const bulk = (...codes: number[]): Error =>
    mongoError('MongoBulkWriteError', { code: codes[0], writeErrors: codes.map((code) => ({ code })) });
  expect(classifyMongoError(bulk(11000, 121))).toBe('split');
  expect(classifyMongoError(bulk(11602, 11000))).toBe('retry');
  expect(classifyMongoError(mongoError('MongoBulkWriteError', { code: 64, writeErrors: [] }))).toBe('retry');
});

test('an error of ours waits for somebody', () => {
  expect(classifyMongoError(new LlmTrackerError('driver_missing', '…'))).toBe('park');
});
