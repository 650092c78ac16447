import { dropAnswers } from '../drop-answers.ts';
import type { ExpectedRecord } from '../expected-record.ts';
import type { ProviderCase } from '../provider-case.ts';
import { type BedrockContext, bedrockCase } from './bedrock-case.ts';
import { eventsIn } from './bedrock-client.ts';
import { converseInput } from './converse-bodies.ts';

const droppedRecord: ExpectedRecord = {
  operation: 'converse',
  streamed: true,
  success: true,
  attempts: 1,
  httpStatus: 200,
  errorCode: 'aborted',
  usageSource: 'partial',
};

/** Streams that the app drops unread: settled once they are collected, at the latest after 20 collections. */
export const droppedCases: readonly ProviderCase<BedrockContext>[] = [
  bedrockCase({
    name: 'settles a hundred streams that the app drops unread',
    async act({ client, server, createClient }) {
      // Over HTTP/1.1 a client has fifty sockets, and an answer that nobody reads keeps its own.
      for (const each of [client, createClient()])
        await dropAnswers(server, 50, () => each.converseStream(converseInput));
    },
    records: Array.from({ length: 100 }, () => droppedRecord),
  }),
  bedrockCase({
    name: 'settles ten streams that the app drops half read',
    async act({ client, server }) {
      await dropAnswers(server, 10, async () => {
        const iterator = eventsIn(await client.converseStream(converseInput))[Symbol.asyncIterator]();
        await iterator.next();
        await iterator.next();
        return iterator;
      });
    },
    records: Array.from({ length: 10 }, () => droppedRecord),
  }),
];
