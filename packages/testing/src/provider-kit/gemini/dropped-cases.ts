import { dropAnswers } from '../drop-answers.ts';
import type { ProviderCase } from '../provider-case.ts';
import { contentBody } from './content-bodies.ts';
import { type GeminiContext, geminiCase } from './gemini-case.ts';

const droppedRecord = {
  operation: 'generate_content',
  streamed: true,
  success: true,
  attempts: 1,
  httpStatus: 200,
  errorCode: 'aborted',
  usageSource: 'partial',
} as const;

/** Answers that the app drops: settled once they are collected, at the latest after 20 collections. */
export const droppedCases: readonly ProviderCase<GeminiContext>[] = [
  geminiCase({
    name: 'settles a hundred streams that the app drops unread',
    async act({ client, server }) {
      await dropAnswers(server, 100, () => client.models.generateContentStream(contentBody));
    },
    records: Array.from({ length: 100 }, () => droppedRecord),
  }),
  geminiCase({
    name: 'settles ten streams that the app drops after their first chunk',
    async act({ client, server }) {
      await dropAnswers(server, 10, async () => {
        const stream = await client.models.generateContentStream(contentBody);
        await stream.next();
        return stream;
      });
    },
    records: Array.from({ length: 10 }, () => ({ ...droppedRecord, promptTokens: 120 })),
  }),
];
