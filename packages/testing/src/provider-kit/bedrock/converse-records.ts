import type { ExpectedRecord } from '../expected-record.ts';
import { converseModel } from './converse-bodies.ts';

/** The row of a conversation that was answered with `kitUsage`. Bedrock does not tell reasoning apart. */
export const converseRecord: ExpectedRecord = {
  provider: 'bedrock',
  operation: 'converse',
  model: converseModel,
  requestedModel: converseModel,
  region: 'us-east-1',
  serviceTier: null,
  responseId: null,
  providerRequestId: /^00000000-0000-4000-8000-/,
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
  reasoningTokens: null,
  // 56 × 0.0000011 + 64 × 0.00000011 + 30 × 0.0000055
  costStatus: 'priced',
  costUsdExact: '0.00023364',
};

/** The same, streamed. */
export const streamRecord: ExpectedRecord = { ...converseRecord, streamed: true };

/** Members of a row whose tokens nobody reported. */
export const noTokens: ExpectedRecord = {
  usageSource: 'none',
  promptTokens: null,
  completionTokens: null,
  totalTokens: null,
  cachedPromptTokens: null,
  cacheWriteTokens: null,
  costUsdExact: null,
  costStatus: 'unmeasured',
};

/** The row of a stream that ended before its usage came, whoever ended it. */
export const cutRecord: ExpectedRecord = (({ success: _success, error: _error, ...record }) => ({
  ...record,
  ...noTokens,
  usageSource: 'partial',
}))(streamRecord);

/** The row of a stream that the app left by `break`: no failure. */
export const leftRecord: ExpectedRecord = { ...cutRecord, success: true, errorCode: 'aborted', error: null };

/** The row of a stream whose AbortSignal was aborted. */
export const abortedRecord: ExpectedRecord = { ...cutRecord, success: false, errorCode: 'aborted' };
