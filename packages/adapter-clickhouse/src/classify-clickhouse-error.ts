import { LlmTrackerError } from '@llm-tracker/core/plugin';

// Codes: https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp
const parked: ReadonlySet<string> = new Set([
  '16', // NO_SUCH_COLUMN_IN_TABLE
  '47', // UNKNOWN_IDENTIFIER: for fixed statements only a column that is not there
  '60', // UNKNOWN_TABLE
  '81', // UNKNOWN_DATABASE
  '115', // UNKNOWN_SETTING
  '164', // READONLY: the user may not write
  '192', // UNKNOWN_USER
  '193', // WRONG_PASSWORD
  '194', // REQUIRED_PASSWORD
  '195', // IP_ADDRESS_NOT_ALLOWED
  '452', // SETTING_CONSTRAINT_VIOLATION: the user may not set what an insert needs
  '497', // ACCESS_DENIED
  '516', // AUTHENTICATION_FAILED
]);
const split: ReadonlySet<string> = new Set([
  '6', // CANNOT_PARSE_TEXT
  '26', // CANNOT_PARSE_QUOTED_STRING
  '27', // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  '38', // CANNOT_PARSE_DATE
  '41', // CANNOT_PARSE_DATETIME
  '53', // TYPE_MISMATCH
  '62', // SYNTAX_ERROR: for fixed statements only one that is too long
  '69', // ARGUMENT_OUT_OF_BOUND
  '70', // CANNOT_CONVERT_TYPE
  '72', // CANNOT_PARSE_NUMBER
  '117', // INCORRECT_DATA
  '131', // TOO_LARGE_STRING_SIZE
  '161', // TOO_MANY_COLUMNS
  '321', // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
  '349', // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  '396', // TOO_MANY_ROWS_OR_BYTES
  '407', // DECIMAL_OVERFLOW
  '467', // CANNOT_PARSE_BOOL
  '469', // VIOLATED_CONSTRAINT
]);

/** `park` for what a person must mend, `split` for a row that cannot be stored, `retry` for everything else: networks, overload, a server that starts. */
export function classifyClickhouseError(error: unknown): 'retry' | 'split' | 'park' {
  if (error instanceof LlmTrackerError) return 'park';
  if (error instanceof RangeError || error instanceof TypeError) return 'split';
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (parked.has(String(code))) return 'park';
  return split.has(String(code)) ? 'split' : 'retry';
}
