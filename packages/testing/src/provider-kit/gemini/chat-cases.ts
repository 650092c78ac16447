import type { JsonObject } from '../../wire-server/wire-format.ts';
import { describeError } from '../describe-value.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { callableWeather, contentBody } from './content-bodies.ts';
import { contentRecord, streamRecord } from './content-records.ts';
import { type GeminiContext, geminiCase, sinceMajor } from './gemini-case.ts';

/** Chats, and calls for which the SDK sends more than one request: each is counted. */
export const chatCases: readonly ProviderCase<GeminiContext>[] = [
  geminiCase({
    name: 'gives the same chat, with its history',
    async act({ client }) {
      const chat = client.chats.create({ model: 'gemini-flash-latest' });
      const first = await chat.sendMessage({ message: 'What is the answer?' });
      const chunks = await collect(await chat.sendMessageStream({ message: 'And the question?' }));
      return { first, chunks, history: chat.getHistory(), curated: chat.getHistory(true) };
    },
    records: [contentRecord, streamRecord],
  }),
  geminiCase({
    name: 'lets a chat go on after a message that failed',
    async act({ client, server }) {
      const chat = client.chats.create({ model: 'gemini-flash-latest' });
      server.next({ status: 500 });
      const error = await chat.sendMessage({ message: 'What is the answer?' }).catch(describeError);
      const answer = await chat.sendMessage({ message: 'Once more' });
      return { error, answer, history: chat.getHistory() };
    },
    records: [{ success: false, httpStatus: 500 }, contentRecord],
  }),
  geminiCase({
    name: 'counts both requests of a call whose tool the SDK calls itself',
    async act({ client }) {
      const calls: unknown[] = [];
      const config = { tools: [callableWeather(calls)] };
      const answer = await client.models.generateContent({ ...contentBody, config });
      return { answer, calls, history: answer['automaticFunctionCallingHistory'] };
    },
    records: [contentRecord, contentRecord],
  }),
  geminiCase({
    name: 'counts both requests of a stream whose tool the SDK calls itself',
    async act({ client }) {
      const calls: unknown[] = [];
      const config = { tools: [callableWeather(calls)] };
      return { chunks: await collect(await client.models.generateContentStream({ ...contentBody, config })), calls };
    },
    records: [streamRecord, streamRecord],
  }),
  geminiCase({
    name: 'counts every request of content that the SDK continues by itself',
    skipReason: sinceMajor(2),
    async act({ client, server }) {
      server.next({ rewrite: paused });
      const answer = await client.models.generateContent(contentBody);
      server.next({ rewrite: paused });
      return [answer, await collect(await client.models.generateContentStream(contentBody))];
    },
    records: [contentRecord, contentRecord, streamRecord, streamRecord],
  }),
];

/** The answer as the model gives it when it is not done. */
function paused(data: unknown): unknown {
  const { candidates, ...rest } = data as { candidates: JsonObject[] };
  if (candidates[0]?.['finishReason'] === undefined) return data;
  return { ...rest, candidates: [{ ...candidates[0], finishReason: 'CONTINUATION', continuationToken: 'go-on' }] };
}
