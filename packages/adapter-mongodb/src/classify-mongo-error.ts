import { LlmTrackerError } from '@llm-tracker/core/plugin';

// Codes: https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml
const parked: ReadonlySet<number> = new Set([
  11, // UserNotFound
  13, // Unauthorized
  18, // AuthenticationFailed
  26, // NamespaceNotFound
  33, // AuthSchemaIncompatible
  73, // InvalidNamespace
  166, // CommandNotSupportedOnView
  334, // MechanismUnavailable
  8000, // AtlasError: refused by Atlas, mostly credentials
]);
const split: ReadonlySet<number> = new Set([
  2, // BadValue
  9, // FailedToParse
  14, // TypeMismatch
  22, // InvalidBSON
  40, // ConflictingUpdateOperators
  52, // DollarPrefixedFieldName
  53, // InvalidIdField
  56, // EmptyFieldName
  57, // DottedFieldName
  66, // ImmutableField: the stored row is not the one that this revision is of
  121, // DocumentValidationFailure
  10334, // BSONObjectTooLarge
  11000, // DuplicateKey: of another index, for that of the id is no error
  17280, // KeyTooLong
  17419, // resulting document is too large
  17420, // document to insert is too large
]);
const splitNames: ReadonlySet<string> = new Set(['BSONError', 'MongoInvalidArgumentError', 'TypeError', 'RangeError']);
const parkedNames: ReadonlySet<string> = new Set([
  'BSONVersionError',
  'MongoParseError',
  'MongoMissingDependencyError',
]);
const transientLabels: readonly string[] = ['RetryableWriteError', 'TransientTransactionError'];

/** `park` for what a person must mend, `split` for a document that cannot be stored, `retry` for everything else: networks, elections, overload. */
export function classifyMongoError(error: unknown): 'retry' | 'split' | 'park' {
  if (error instanceof LlmTrackerError) return 'park';
  if (typeof error !== 'object' || error === null) return 'retry';
  const { name, errorLabels, writeErrors } = error as { name?: unknown; errorLabels?: unknown; writeErrors?: unknown };
  const labels: unknown[] = Array.isArray(errorLabels) ? errorLabels : [];
  if (transientLabels.some((label) => labels.includes(label))) return 'retry';
  const codes = [writeErrors ?? []].flat().map(codeOf);
  // Documents that are stored already fail beside the one that cannot be.
  if (codes.length > 0 && codes.every((code) => split.has(code))) return 'split';
  if (parked.has(codeOf(error)) || parkedNames.has(String(name))) return 'park';
  return split.has(codeOf(error)) || splitNames.has(String(name)) ? 'split' : 'retry';
}

function codeOf(error: unknown): number {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? code : 0;
}
