import type { ExpectedRecord } from '../expected-record.ts';
import type { OpenaiContext } from './openai-case.ts';

/** The row of a chat that was answered with `kitUsage`. */
export const chatRecord: ExpectedRecord = {
  operation: 'chat',
  model: 'gpt-4o-mini-2024-07-18',
  requestedModel: 'gpt-4o-mini',
  serviceTier: /^(default|standard)$/,
  responseId: /^chatcmpl-/,
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
  reasoningTokens: 10,
};

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

/** The row of a streamed chat that did not ask for its usage itself: known only where the plugin asks. */
export function streamRecord(context: OpenaiContext): ExpectedRecord {
  return { ...chatRecord, streamed: true, ...(context.streamUsage === 'never' ? noTokens : {}) };
}

/** The row of a stream that ended before its usage came, whoever ended it. */
export const cutRecord: ExpectedRecord = (({ success: _success, error: _error, ...record }) => ({
  ...record,
  ...noTokens,
  streamed: true,
  usageSource: 'partial',
}))(chatRecord);

/** The row of a stream that the app left by `break` or `cancel`: no failure. */
export const leftRecord: ExpectedRecord = { ...cutRecord, success: true, errorCode: 'aborted', error: null };

/** The row of a stream whose AbortSignal was aborted. */
export const abortedRecord: ExpectedRecord = { ...cutRecord, success: false, errorCode: 'aborted' };
