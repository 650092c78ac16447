import { dropAnswers } from '../drop-answers.ts';
import type { ExpectedRecord } from '../expected-record.ts';
import type { ProviderCase } from '../provider-case.ts';
import { type AnthropicContext, anthropicCase } from './anthropic-case.ts';
import { messageBody, streamBody } from './message-bodies.ts';

const droppedRecord: ExpectedRecord = {
  operation: 'messages',
  success: true,
  attempts: 1,
  httpStatus: 200,
  errorCode: 'aborted',
  usageSource: 'partial',
};

/** Answers that the app drops unread: settled once they are collected, at the latest after 20 collections. */
export const droppedCases: readonly ProviderCase<AnthropicContext>[] = [
  anthropicCase({
    name: 'settles a hundred streams that the app drops unread',
    act: ({ client, server }) => dropAnswers(server, 100, () => client.messages.create(streamBody)),
    records: Array.from({ length: 100 }, () => ({ ...droppedRecord, streamed: true })),
  }),
  anthropicCase({
    name: 'settles twenty Responses that the app drops unread, streamed and whole',
    act: ({ client, server }) =>
      dropAnswers(server, 10, async () => {
        const streamed = await client.messages.create(streamBody).asResponse();
        return [streamed, await client.messages.create(messageBody).asResponse()];
      }),
    records: Array.from({ length: 20 }, () => droppedRecord),
  }),
];
