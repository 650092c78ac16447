import type { JsonObject } from '../../wire-server/wire-format.ts';
import type { ExpectedRecord } from '../expected-record.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { type BedrockContext, bedrockCase, command, describeOutput } from './bedrock-case.ts';
import { eventsIn } from './bedrock-client.ts';

const claude = 'us.anthropic.claude-sonnet-4-6';

/** Requests that each model would take, and what is stored of them. Bodies that know of caches count them beside the input. */
const families: Readonly<Record<string, { body: JsonObject; record: ExpectedRecord }>> = {
  [claude]: {
    body: { anthropic_version: 'bedrock-2023-05-31', max_tokens: 99, messages: [{ role: 'user', content: 'Hi' }] },
    record: {
      model: 'claude-sonnet-4-6',
      responseId: /^msg_/,
      serviceTier: 'standard',
      cachedPromptTokens: 64,
      reasoningTokens: 10,
      // 56 × 0.0000033 + 64 × 0.00000033 + 30 × 0.0000165
      costUsdExact: '0.00070092',
    },
  },
  'amazon.nova-lite-v1:0': {
    body: { messages: [{ role: 'user', content: [{ text: 'Hi' }] }] },
    record: { cachedPromptTokens: 64 },
  },
  'meta.llama3-8b-instruct-v1:0': { body: { prompt: 'Hi' }, record: { cachedPromptTokens: null } },
  'amazon.titan-text-express-v1': { body: { inputText: 'Hi' }, record: { cachedPromptTokens: null } },
  'openai.gpt-oss-20b-1:0': {
    body: { messages: [{ role: 'user', content: 'Hi' }] },
    record: { model: 'gpt-oss-20b-1:0', responseId: /^chatcmpl-/, cachedPromptTokens: 64, reasoningTokens: 10 },
  },
  'cohere.command-r-v1:0': { body: { message: 'Hi' }, record: {} },
  // Whose bodies say nothing: Bedrock counts by itself.
  'mistral.mistral-7b-instruct-v0:2': { body: { prompt: 'Hi' }, record: { cachedPromptTokens: 64 } },
};

const invokeRecord: ExpectedRecord = {
  operation: 'invoke_model',
  region: 'us-east-1',
  attempts: 1,
  success: true,
  httpStatus: 200,
  usageSource: 'reported',
  promptTokens: 120,
  completionTokens: 30,
  totalTokens: 150,
  costStatus: 'priced',
};

/** InvokeModel, in the body format of every family. */
export const invokeCases: readonly ProviderCase<BedrockContext>[] = [
  ...Object.entries(families).map(([modelId, { body, record }]) =>
    bedrockCase({
      name: `gives the same body of ${modelId}, untouched, whole and streamed`,
      async act({ client, context }) {
        const input = { modelId, body: JSON.stringify(body), contentType: 'application/json' };
        const output = await client.send(command(context, 'InvokeModel', input));
        const described = describeOutput(output);
        const streamed = await client.send(command(context, 'InvokeModelWithResponseStream', input));
        const look = describeOutput(streamed);
        const chunks = (await collect(eventsIn(streamed, 'body'))).map(({ chunk }) =>
          textOf((chunk as JsonObject)['bytes']),
        );
        return { described, ...readBody(output['body']), look, chunks };
      },
      records: [false, true].map((isStreamed) => ({
        ...invokeRecord,
        model: modelId,
        requestedModel: modelId,
        ...record,
        streamed: isStreamed,
      })),
    }),
  ),
  bedrockCase({
    name: 'takes a request body of bytes, and sends it as it is',
    async act({ client }) {
      const body = new TextEncoder().encode(JSON.stringify(families[claude]?.body));
      const output = await client.invokeModel({ modelId: claude, body });
      return { sent: body, ...readBody(output['body']) };
    },
    records: [{ ...invokeRecord, requestedModel: claude }],
  }),
  bedrockCase({
    name: 'records the tier and the latency that served an InvokeModel',
    skipReason: ({ sdk }) => ('CountTokensCommand' in sdk ? null : 'this SDK has no serviceTier'),
    async act({ client }) {
      const body = JSON.stringify(families['amazon.nova-lite-v1:0']?.body);
      const input = {
        modelId: 'amazon.nova-lite-v1:0',
        body,
        serviceTier: 'flex',
        performanceConfigLatency: 'standard',
      };
      await client.invokeModel(input);
      await collect(eventsIn(await client.invokeModelWithResponseStream(input), 'body'));
    },
    // Neither is every rate of these in the price file.
    records: [false, true].map((streamed) => ({
      operation: 'invoke_model',
      promptTokens: 120,
      streamed,
      serviceTier: 'flex',
    })),
  }),
  bedrockCase({
    name: 'counts embeddings, whose tokens stand in the body or in the headers alone',
    async act({ client }) {
      const titan = await client.invokeModel({ modelId: 'amazon.titan-embed-text-v2:0', body: '{"inputText":"Hi"}' });
      const cohere = await client.invokeModel({ modelId: 'cohere.embed-english-v3', body: '{"texts":["Hi"]}' });
      return [readBody(titan['body']), readBody(cohere['body'])];
    },
    records: [
      { operation: 'invoke_model', model: 'amazon.titan-embed-text-v2:0', promptTokens: 120, completionTokens: null },
      { operation: 'invoke_model', model: 'cohere.embed-english-v3', promptTokens: 120, completionTokens: 0 },
    ],
  }),
  bedrockCase({
    name: 'counts images made, and documents ranked',
    async act({ client }) {
      const imageGenerationConfig = { numberOfImages: 2, width: 1024, height: 1024, quality: 'standard' };
      const documents = Array.from({ length: 150 }, () => 'a');
      await client.invokeModel({ modelId: 'amazon.nova-canvas-v1:0', body: JSON.stringify({ imageGenerationConfig }) });
      await client.invokeModel({ modelId: 'cohere.rerank-v3-5:0', body: JSON.stringify({ query: 'a', documents }) });
    },
    records: [
      { operation: 'invoke_model', model: 'amazon.nova-canvas-v1:0', costUsdExact: null, costStatus: 'partial' },
      // Two hundreds of documents at 0.002.
      { operation: 'invoke_model', model: 'cohere.rerank-v3-5:0', costUsdExact: '0.004' },
    ],
  }),
];

/** A body as an app reads it: it must be the SDK's own bytes, readable more than once. */
function readBody(value: unknown): object {
  const body = value as Uint8Array & { transformToString(encoding?: string): string };
  return {
    class: body.constructor.name,
    isBytes: body instanceof Uint8Array,
    keys: Reflect.ownKeys(body).filter((key) => !/^\d+$/.test(String(key))),
    text: body.transformToString(),
    base64: body.transformToString('base64'),
    again: new TextDecoder().decode(body),
  };
}

function textOf(bytes: unknown): string {
  return Buffer.from(bytes as Uint8Array).toString();
}
