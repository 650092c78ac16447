import type { ExpectedRecord } from '../expected-record.ts';

/** The row of a message that was answered with `kitUsage`. */
export const messageRecord: ExpectedRecord = {
  provider: 'claude',
  operation: 'messages',
  model: 'claude-haiku-4-5-20251001',
  requestedModel: 'claude-haiku-4-5',
  serviceTier: 'standard',
  responseId: /^msg_/,
  providerRequestId: /^req_/,
  streamed: false,
  success: true,
  attempts: 1,
  httpStatus: 200,
  errorCode: null,
  error: null,
  revision: 1,
  callCount: 1,
  usageSource: 'reported',
  promptTokens: 120,
  completionTokens: 30,
  totalTokens: 150,
  cachedPromptTokens: 64,
  cacheWriteTokens: 0,
  reasoningTokens: 10,
  costStatus: 'priced',
  // (56 + 64 / 10) × 1 + 30 × 5 millionths of a dollar.
  costUsdExact: '0.0002124',
};

/** The row of a streamed message. */
export const streamRecord: ExpectedRecord = { ...messageRecord, streamed: true };

/** Members of a row whose tokens nobody reported. */
export const noTokens: ExpectedRecord = {
  usageSource: 'none',
  promptTokens: null,
  completionTokens: null,
  totalTokens: null,
  cachedPromptTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
  costUsdExact: null,
};

/** The row of a stream that ended after its first event, whoever ended it: all of the input is known, of the output next to nothing. */
export const cutRecord: ExpectedRecord = (({
  success: _success,
  error: _error,
  reasoningTokens: _tokens,
  ...record
}) => ({
  ...record,
  streamed: true,
  usageSource: 'partial' as const,
  completionTokens: 1,
  totalTokens: 121,
  costStatus: 'partial' as const,
  costUsdExact: null,
}))(messageRecord);

/** The row of a stream that the app left by `break` or `cancel`: no failure. */
export const leftRecord: ExpectedRecord = { ...cutRecord, success: true, errorCode: 'aborted', error: null };

/** The row of a stream whose AbortSignal was aborted. */
export const abortedRecord: ExpectedRecord = { ...cutRecord, success: false, errorCode: 'aborted' };

/** The row of a call that failed for good. */
export const failedRecord: ExpectedRecord = {
  ...noTokens,
  operation: 'messages',
  model: 'claude-haiku-4-5',
  requestedModel: 'claude-haiku-4-5',
  success: false,
  attempts: 1,
  revision: 1,
};
