import type { JsonObject } from '../../wire-server/wire-format.ts';
import type { WireScenario } from '../../wire-server/wire-scenario.ts';
import type { ExpectedRecord } from '../expected-record.ts';
import type { ProviderCase } from '../provider-case.ts';
import { type BedrockContext, bedrockCase, describeBedrockError } from './bedrock-case.ts';
import { eventsIn } from './bedrock-client.ts';
import { converseInput } from './converse-bodies.ts';
import { streamRecord } from './converse-records.ts';

const withUsage = (usage: unknown): WireScenario => ({ rewrite: (data) => ({ ...(data as JsonObject), usage }) });
const unknownTokens: ExpectedRecord = {
  promptTokens: null,
  completionTokens: null,
  totalTokens: null,
  costUsdExact: null,
};
const noCost: ExpectedRecord = { costUsdExact: null };

/** Bodies that no vendor should send. The app sees what a bare client gives it; the row says what is known. */
const answers: Readonly<Record<string, { scenario: WireScenario; record: ExpectedRecord }>> = {
  'usage of null': { scenario: withUsage(null), record: { ...unknownTokens, usageSource: 'none' } },
  'no usage': { scenario: withUsage(undefined), record: { ...unknownTokens, usageSource: 'none' } },
  'usage that is text': { scenario: withUsage('many'), record: noCost },
  'usage that is a list': { scenario: withUsage([1, 2]), record: noCost },
  'counts that are text': { scenario: withUsage({ inputTokens: '120', outputTokens: {} }), record: noCost },
  'negative counts': {
    scenario: withUsage({ inputTokens: -5, outputTokens: 3, totalTokens: -2 }),
    record: { ...noCost, costStatus: 'invalid' },
  },
  'counts with a fraction': { scenario: withUsage({ inputTokens: 1.5, outputTokens: 3 }), record: noCost },
  'JSON that ends in the middle': { scenario: { body: '{"output":{"mess' }, record: noCost },
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

/** Bodies of InvokeModel, which the SDK hands on unread. */
const bodies: Readonly<Record<string, { scenario: WireScenario; record: ExpectedRecord }>> = {
  'JSON that ends in the middle': { scenario: { body: '{"usage":{"inputTok' }, record: {} },
  'an empty body': { scenario: { body: '' }, record: {} },
  'no JSON': { scenario: { body: Buffer.from([0xff, 0xfe, 0x22, 0x75]) }, record: {} },
  'negative counts': {
    scenario: withUsage({ inputTokens: -5, outputTokens: 3 }),
    record: { ...noCost, costStatus: 'invalid' },
  },
  'counts in headers that are no numbers': {
    scenario: { body: '{}', headers: { 'x-amzn-bedrock-input-token-count': 'many' } },
    record: noCost,
  },
};

const streams: Readonly<Record<string, WireScenario>> = {
  'a last event without usage': inMetadata({ usage: undefined }),
  'a last event of null': inMetadata({ usage: null }),
  'a last event of negative counts': inMetadata({ usage: { inputTokens: -1, outputTokens: -1 } }),
  'a last event of text': inMetadata({ usage: 'many' }),
  'an event that is no JSON': { rewrite: (data) => ('stopReason' in (data as object) ? '{' : data) },
  'no frames at all': { body: '' },
  'bytes that are no frames': { body: Buffer.from('this is no event stream, but text that is long enough') },
  'a frame that is not whole': { body: Buffer.from([0, 0, 0, 80, 0, 0, 0, 20, 1, 2, 3, 4]) },
};

/** Nothing in an answer may turn into an error of ours. */
export const hostileCases: readonly ProviderCase<BedrockContext>[] = [
  ...Object.entries(answers).map(([what, { scenario, record }]) =>
    bedrockCase({
      name: `takes an answer with ${what}`,
      clientOptions: { maxAttempts: 1 },
      async act({ client, server }) {
        server.next(scenario);
        return client.converse(converseInput).catch(describeBedrockError);
      },
      records: [{ operation: 'converse', attempts: 1, httpStatus: 200, ...record }],
    }),
  ),
  ...Object.entries(bodies).map(([what, { scenario, record }]) =>
    bedrockCase({
      name: `takes an InvokeModel with ${what}`,
      clientOptions: { maxAttempts: 1 },
      async act({ client, server }) {
        server.next(scenario);
        const output = await client.invokeModel({ modelId: 'amazon.nova-lite-v1:0', body: '{}' });
        const body = output['body'] as Uint8Array | null;
        return body === null ? body : Buffer.from(body).toString('hex');
      },
      records: [{ operation: 'invoke_model', attempts: 1, httpStatus: 200, success: true, ...record }],
    }),
  ),
  ...Object.entries(streams).map(([what, scenario]) =>
    bedrockCase({
      name: `takes a stream with ${what}`,
      clientOptions: { maxAttempts: 1 },
      async act({ client, server }) {
        server.next(scenario);
        const seen: unknown[] = [];
        try {
          for await (const event of eventsIn(await client.converseStream(converseInput))) seen.push(event);
        } catch (error) {
          seen.push(describeBedrockError(error));
        }
        return seen;
      },
      records: [{ operation: 'converse', attempts: 1, streamed: true, costUsdExact: null }],
    }),
  ),
  bedrockCase({
    name: 'takes chunks of InvokeModel that are no JSON',
    async act({ client, server }) {
      server.next({
        rewrite: (data) => ('metadata' in (data as object) ? '{"usage":{' : data),
      });
      const seen: unknown[] = [];
      const output = await client.invokeModelWithResponseStream({ modelId: 'amazon.nova-lite-v1:0', body: '{}' });
      for await (const { chunk } of eventsIn(output, 'body')) seen.push(Buffer.from((chunk as Chunk).bytes).toString());
      return seen;
    },
    records: [{ operation: 'invoke_model', success: true, streamed: true, ...unknownTokens, usageSource: 'none' }],
  }),
  bedrockCase({
    name: 'takes a stream with an event of 10 MB',
    async act({ client, server }) {
      server.next({ text: 'x'.repeat(10_000_000) });
      const seen: unknown[] = [];
      for await (const event of eventsIn(await client.converseStream(converseInput))) seen.push(event);
      return seen;
    },
    records: [streamRecord],
  }),
];

interface Chunk {
  bytes: Uint8Array;
}

function inMetadata(members: JsonObject): WireScenario {
  return {
    rewrite: (data) => ('metrics' in (data as object) ? { ...(data as JsonObject), ...members } : data),
  };
}
