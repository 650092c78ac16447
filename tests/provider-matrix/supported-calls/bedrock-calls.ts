import type { BedrockContext, BedrockRuntime, JsonObject } from '@llm-tracker/testing';
import { collect, poll, type SupportedCall } from './supported-call.ts';

type BedrockCall = SupportedCall<BedrockRuntime, BedrockContext>;
type Command = Parameters<BedrockRuntime['send']>[0];

const conversation = {
  modelId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  messages: [{ role: 'user', content: [{ text: 'What is the answer?' }] }],
};
const video = {
  clientRequestToken: 'token-1',
  modelId: 'amazon.nova-reel-v1:0',
  modelInput: { taskType: 'TEXT_VIDEO', videoGenerationConfig: { durationSeconds: 6, dimension: '1280x720' } },
  outputDataConfig: { s3OutputDataConfig: { s3Uri: 's3://bucket/videos' } },
};
const guardrail = {
  guardrailIdentifier: 'gr-1',
  guardrailVersion: '1',
  source: 'INPUT',
  content: [{ text: { text: 'Hello' } }],
};
/** A request for each family of models, in its own format. */
const bodies: Readonly<Record<string, JsonObject>> = {
  'us.anthropic.claude-sonnet-4-6': {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 99,
    messages: [{ role: 'user', content: 'Hi' }],
  },
  'amazon.nova-lite-v1:0': { messages: [{ role: 'user', content: [{ text: 'Hi' }] }] },
  'meta.llama3-8b-instruct-v1:0': { prompt: 'Hi' },
  'amazon.titan-text-express-v1': { inputText: 'Hi' },
  'openai.gpt-oss-20b-1:0': { messages: [{ role: 'user', content: 'Hi' }] },
  'cohere.command-r-v1:0': { message: 'Hi' },
  'mistral.mistral-7b-instruct-v0:2': { prompt: 'Hi' },
  'amazon.titan-embed-text-v2:0': { inputText: 'Hi' },
};

/** A call by the class of its command. */
function commandCall(
  name: string,
  input: JsonObject | (() => JsonObject),
  more: Partial<BedrockCall> & { stream?: 'stream' | 'body' } = {},
): BedrockCall {
  const { stream, ...rest } = more;
  return {
    name: `send(new ${name}Command())`,
    lacks: ({ sdk }) => !(`${name}Command` in sdk),
    async run(client, context) {
      const output = await client.send(commandOf(context, name, typeof input === 'function' ? input() : input));
      if (stream !== undefined) await collect(output[stream] as AsyncIterable<unknown>);
    },
    ...rest,
  };
}

function commandOf({ sdk }: BedrockContext, name: string, input: JsonObject): Command {
  const CommandClass = Reflect.get(sdk, `${name}Command`) as new (input: JsonObject) => Command;
  return new CommandClass(input);
}

async function* speech(): AsyncGenerator<JsonObject> {
  yield { chunk: { bytes: new TextEncoder().encode('{"event":{"sessionStart":{}}}') } };
  yield { chunk: { bytes: new TextEncoder().encode('{"event":{"sessionEnd":{}}}') } };
}

/** Every call of @aws-sdk/client-bedrock-runtime that spends, and those that look as if they did. */
export const bedrockCalls: readonly BedrockCall[] = [
  commandCall('Converse', conversation),
  commandCall('ConverseStream', conversation, { stream: 'stream' }),
  { name: 'converse()', run: (client) => client.converse(conversation) },
  ...Object.entries(bodies).map(([modelId, body]) =>
    commandCall(
      'InvokeModel',
      { modelId, body: JSON.stringify(body), contentType: 'application/json' },
      { name: `send(new InvokeModelCommand({ modelId: "${modelId}" }))` },
    ),
  ),
  commandCall(
    'InvokeModelWithResponseStream',
    {
      modelId: 'us.anthropic.claude-sonnet-4-6',
      body: JSON.stringify(bodies['us.anthropic.claude-sonnet-4-6']),
      contentType: 'application/json',
    },
    { stream: 'body' },
  ),
  commandCall('InvokeModelWithBidirectionalStream', () => ({ modelId: 'amazon.nova-2-sonic-v1:0', body: speech() }), {
    stream: 'body',
    lacks: ({ sdk, isHttp2 }) => !isHttp2 || !('InvokeModelWithBidirectionalStreamCommand' in sdk),
  }),
  commandCall('StartAsyncInvoke', video, {
    async run(client, context) {
      const { invocationArn } = await client.send(commandOf(context, 'StartAsyncInvoke', video));
      await poll(() => client.send(commandOf(context, 'GetAsyncInvoke', { invocationArn })));
    },
  }),
  commandCall('ApplyGuardrail', guardrail),
  commandCall(
    'CountTokens',
    { modelId: conversation.modelId, input: { converse: { messages: conversation.messages } } },
    { rows: 0 },
  ),
];
