import type { ExpectedRecord } from '../expected-record.ts';
import { contentRecord as genAiRecord } from '../gemini/content-records.ts';

/** The row of content that was answered with `kitUsage`. This SDK shows neither status nor headers. */
export const contentRecord: ExpectedRecord = { ...genAiRecord, serviceTier: null, httpStatus: null };

const { timeToFirstTokenMs: _time, ...timed } = contentRecord;

/** The same, streamed and read by the app. */
export const streamRecord: ExpectedRecord = { ...timed, streamed: true };

/** The row of a stream of which the app read nothing: only chunks name the model that answered. */
export const unreadRecord: ExpectedRecord = {
  ...streamRecord,
  model: 'gemini-flash-latest',
  responseId: null,
  costStatus: /./,
};
