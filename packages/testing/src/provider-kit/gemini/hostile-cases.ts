import type { JsonObject } from '../../wire-server/wire-format.ts';
import type { WireScenario } from '../../wire-server/wire-scenario.ts';
import { describeError } from '../describe-value.ts';
import type { ExpectedRecord } from '../expected-record.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collectUntilError } from '../read-stream.ts';
import { contentBody } from './content-bodies.ts';
import { streamRecord } from './content-records.ts';
import { type GeminiContext, geminiCase } from './gemini-case.ts';

const withUsage = (usageMetadata: unknown): WireScenario => ({
  rewrite: (data) => ({ ...(data as JsonObject), usageMetadata }),
});
const unknownTokens: ExpectedRecord = {
  promptTokens: null,
  completionTokens: null,
  totalTokens: null,
  costUsdExact: null,
};

/** Bodies that no vendor should send, plain and streamed. The app sees what a bare client gives it; the row says what is known. */
const usages: Readonly<Record<string, { scenario: WireScenario; record: ExpectedRecord }>> = {
  'usage of null': { scenario: withUsage(null), record: { ...unknownTokens, usageSource: 'none' } },
  'no usage': { scenario: withUsage(undefined), record: { ...unknownTokens, usageSource: 'none' } },
  'usage that is a list': { scenario: withUsage([1, 2]), record: unknownTokens },
  'counts that are text': {
    scenario: withUsage({ promptTokenCount: '120', candidatesTokenCount: {} }),
    record: { costUsdExact: null },
  },
  'negative counts': {
    scenario: withUsage({ promptTokenCount: -5, candidatesTokenCount: 3, totalTokenCount: -2 }),
    record: { costUsdExact: null },
  },
  'counts with a fraction': {
    scenario: withUsage({ promptTokenCount: 1.5, candidatesTokenCount: 3, totalTokenCount: 4.5 }),
    record: { costUsdExact: null },
  },
  'more cached tokens than tokens': {
    scenario: withUsage({
      promptTokenCount: 5,
      candidatesTokenCount: 3,
      totalTokenCount: 8,
      cachedContentTokenCount: 50,
    }),
    record: { costStatus: 'invalid', costUsdExact: null },
  },
};

const bodies: Readonly<Record<string, { scenario: WireScenario; record: ExpectedRecord }>> = {
  'JSON that ends in the middle': { scenario: { body: '{"candidates":[{"cont' }, record: unknownTokens },
  'an empty body': { scenario: { body: '' }, record: unknownTokens },
  'JSON that is a list': { scenario: { body: '[1,2]' }, record: unknownTokens },
  'JSON null': { scenario: { body: 'null' }, record: unknownTokens },
  'a page of HTML': {
    scenario: { body: '<html>Bad gateway</html>', headers: { 'content-type': 'text/html' } },
    record: unknownTokens,
  },
  'a text of 10 MB': {
    scenario: { text: 'x'.repeat(10_000_000) },
    record: { promptTokens: 120, completionTokens: 30 },
  },
};

const eventText = (data: string): string => `data: ${data}\n\n`;
const chunk = '{"candidates":[{"content":{"parts":[{"text":"a"}],"role":"model"}}],"modelVersion":"gemini-2.5-flash"}';

const streams: Readonly<Record<string, WireScenario>> = {
  'an event that is no JSON': { body: eventText(chunk) + eventText('{"candidates":') },
  'events without data': { body: `event: nothing\n\n${eventText(chunk)}id: 7\n\nretry: 10\n\n` },
  'an empty stream': { body: '' },
  'chunks that are lists and numbers': { body: `${eventText('[1]')}${eventText('7')}` },
  'chunks that are null': { body: eventText('null') + eventText(chunk) },
  'a byte order mark': { body: `\uFEFF${eventText(chunk)}` },
  'bytes that are no UTF-8': {
    body: Buffer.concat([Buffer.from(eventText(chunk)), Buffer.from([0x3a, 0xff, 0xfe, 0x0a, 0x0a])]),
  },
  'a page of HTML': { body: '<html>Bad gateway</html>', headers: { 'content-type': 'text/html' } },
};

/** Nothing in an answer may turn into an error of ours. */
export const hostileCases: readonly ProviderCase<GeminiContext>[] = [
  ...Object.entries({ ...usages, ...bodies }).map(([what, { scenario, record }]) =>
    geminiCase({
      name: `takes an answer with ${what}`,
      async act({ client, server }) {
        server.next(scenario);
        return client.models.generateContent(contentBody).catch(describeError);
      },
      records: [{ operation: 'generate_content', attempts: 1, httpStatus: 200, ...record }],
    }),
  ),
  ...Object.entries(usages).map(([what, { scenario, record }]) =>
    geminiCase({
      name: `takes a stream with ${what}`,
      async act({ client, server }) {
        server.next(scenario);
        return collectUntilError(await client.models.generateContentStream(contentBody));
      },
      records: [{ operation: 'generate_content', streamed: true, httpStatus: 200, success: true, ...record }],
    }),
  ),
  ...Object.entries(streams).map(([what, scenario]) =>
    geminiCase({
      name: `takes a stream with ${what}`,
      async act({ client, server }) {
        server.next(scenario);
        return collectUntilError(await client.models.generateContentStream(contentBody));
      },
      records: [{ operation: 'generate_content', streamed: true, httpStatus: 200, ...unknownTokens }],
    }),
  ),
  geminiCase({
    name: 'takes a stream with a line of 10 MB',
    async act({ client, server }) {
      server.next({ text: 'x'.repeat(10_000_000) });
      return collectUntilError(await client.models.generateContentStream(contentBody));
    },
    records: [streamRecord],
  }),
];
