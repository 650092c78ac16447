import { dropAnswers } from '../drop-answers.ts';
import type { ExpectedRecord } from '../expected-record.ts';
import type { ProviderCase } from '../provider-case.ts';
import { chatBody, streamBody } from './chat-bodies.ts';
import { hasNodeBodies, type OpenaiContext, openaiCase } from './openai-case.ts';

/** node-fetch reads a short answer whether or not the app does, so that its tokens may be known. */
function droppedRecord(context: OpenaiContext): ExpectedRecord {
  const record: ExpectedRecord = { operation: 'chat', success: true, attempts: 1, httpStatus: 200 };
  return hasNodeBodies(context) ? record : { ...record, errorCode: 'aborted', usageSource: 'partial' };
}

/** Answers that the app drops unread: settled once they are collected, at the latest after 20 collections. */
export const droppedCases: readonly ProviderCase<OpenaiContext>[] = [
  openaiCase({
    name: 'settles a hundred streams that the app drops unread',
    async act(app) {
      await dropAnswers(app.server, 100, () => app.client.chat.completions.create(streamBody));
    },
    records: (context) => Array.from({ length: 100 }, () => ({ ...droppedRecord(context), streamed: true })),
  }),
  openaiCase({
    name: 'settles twenty Responses that the app drops unread, streamed and whole',
    async act(app) {
      await dropAnswers(app.server, 10, async () => {
        const streamed = await app.client.chat.completions.create(streamBody).asResponse();
        return [streamed, await app.client.chat.completions.create(chatBody).asResponse()];
      });
    },
    records: (context) => Array.from({ length: 20 }, () => droppedRecord(context)),
  }),
];
