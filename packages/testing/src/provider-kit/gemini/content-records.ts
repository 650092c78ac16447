import type { ExpectedRecord } from '../expected-record.ts';

/** The row of content that was answered with `kitUsage`. */
export const contentRecord: ExpectedRecord = {
  provider: 'gemini',
  operation: 'generate_content',
  model: 'gemini-2.5-flash',
  requestedModel: 'gemini-flash-latest',
  serviceTier: 'standard',
  region: null,
  responseId: /./,
  streamed: false,
  timeToFirstTokenMs: null,
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
  reasoningTokens: 10,
  costStatus: 'priced',
};

const { timeToFirstTokenMs: _none, ...timed } = contentRecord;

/** The same, streamed. */
export const streamRecord: ExpectedRecord = { ...timed, streamed: true };

/** Members of a row whose tokens nobody reported. */
export const noTokens: ExpectedRecord = {
  usageSource: 'none',
  promptTokens: null,
  completionTokens: null,
  totalTokens: null,
  cachedPromptTokens: null,
  reasoningTokens: null,
  costUsdExact: null,
};

/** The row of a stream that ended before its last event: its input is known, and what was made of its output until then. */
export const cutRecord: ExpectedRecord = (({
  success: _success,
  error: _error,
  errorCode: _code,
  completionTokens: _completion,
  totalTokens: _total,
  ...record
}) => ({
  ...record,
  usageSource: 'partial',
  costStatus: 'partial',
  costUsdExact: null,
}))(streamRecord);

/** The row of a stream that the app left: no failure. */
export const leftRecord: ExpectedRecord = { ...cutRecord, success: true, errorCode: 'aborted', error: null };

/** The row of a stream whose AbortSignal was aborted. */
export const abortedRecord: ExpectedRecord = { ...cutRecord, success: false, errorCode: 'aborted' };
