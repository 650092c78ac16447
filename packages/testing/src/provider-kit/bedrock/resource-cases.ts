import type { JsonObject } from '../../wire-server/wire-format.ts';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { type BedrockContext, bedrockCase, command, needsCommand } from './bedrock-case.ts';
import { eventsIn } from './bedrock-client.ts';
import { converseInput } from './converse-bodies.ts';
import { converseRecord } from './converse-records.ts';

const guardrailInput: JsonObject = {
  guardrailIdentifier: 'gr-1',
  guardrailVersion: '1',
  source: 'INPUT',
  content: [{ text: { text: 'Hello' } }],
};

const videoInput: JsonObject = {
  clientRequestToken: 'token-1',
  modelId: 'amazon.nova-reel-v1:0',
  modelInput: { taskType: 'TEXT_VIDEO', videoGenerationConfig: { durationSeconds: 6, dimension: '1280x720' } },
  outputDataConfig: { s3OutputDataConfig: { s3Uri: 's3://bucket/videos' } },
};

/** Commands beside conversations and models: what they cost, if anything. */
export const resourceCases: readonly ProviderCase<BedrockContext>[] = [
  bedrockCase({
    name: 'counts the units of a guardrail called by itself',
    act: ({ client }) => client.applyGuardrail(guardrailInput),
    records: [
      {
        operation: 'apply_guardrail',
        model: 'guardrails',
        promptTokens: null,
        usageSource: 'reported',
        // topic 1 × 0.00015 + content 2 × 0.00015 + sensitive 1 × 0.0001
        costUsdExact: '0.00055',
      },
    ],
  }),
  bedrockCase({
    name: 'counts the units of a guardrail inside a conversation that is traced',
    act: ({ client }) =>
      client.converse({
        ...converseInput,
        guardrailConfig: { guardrailIdentifier: 'gr-1', guardrailVersion: '1', trace: 'enabled' },
      }),
    // The oldest SDK does not know the metrics of a trace.
    records: ({ sdk }) => [
      'CountTokensCommand' in sdk ? { ...converseRecord, costUsdExact: '0.00133364' } : converseRecord,
    ],
  }),
  bedrockCase({
    name: 'records guardrail checks',
    skipReason: needsCommand('InvokeGuardrailChecks'),
    act: ({ client, context }) =>
      client.send(
        command(context, 'InvokeGuardrailChecks', {
          messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
          checks: { contentFilter: {} },
        }),
      ),
    records: [{ operation: 'guardrail_checks', usageSource: 'reported' }],
  }),
  bedrockCase({
    name: 'counts an asynchronous invocation once, however often it is asked for and looked at',
    skipReason: needsCommand('StartAsyncInvoke'),
    async act({ client, context }) {
      const started = await client.send(command(context, 'StartAsyncInvoke', videoInput));
      const again = await client.send(command(context, 'StartAsyncInvoke', videoInput));
      const { invocationArn } = started;
      const looked = await client.send(command(context, 'GetAsyncInvoke', { invocationArn }));
      const listed = await client.send(command(context, 'ListAsyncInvokes', {}));
      return { started, again, looked, listed };
    },
    records: [
      {
        operation: 'async_invoke',
        model: 'amazon.nova-reel-v1:0',
        responseId: /async-invoke/,
        usageSource: 'reported',
        success: true,
        revision: 1,
      },
    ],
  }),
  bedrockCase({
    name: 'counts nothing for tokens counted and invocations listed',
    skipReason: needsCommand('CountTokens'),
    async act({ client, context }) {
      const { modelId, messages } = converseInput;
      const counted = await client.send(
        command(context, 'CountTokens', { modelId, input: { converse: { messages } } }),
      );
      return { counted, pages: await listPages(context, client) };
    },
    records: [],
  }),
  bedrockCase({
    name: 'counts a session of speech by its last running total',
    skipReason: (context) =>
      context.isHttp2
        ? needsCommand('InvokeModelWithBidirectionalStream')(context)
        : 'streams in both directions need HTTP/2',
    async act({ client, context }) {
      const input = { modelId: 'amazon.nova-2-sonic-v1:0', body: sessionEvents() };
      const output = await client.send(command(context, 'InvokeModelWithBidirectionalStream', input));
      const events = await collect(eventsIn(output, 'body'));
      return events.map(({ chunk }) => Buffer.from((chunk as { bytes: Uint8Array }).bytes).toString());
    },
    // Each event that is sent is signed.
    compareWire: () => {},
    records: [
      {
        operation: 'invoke_model_bidirectional',
        streamed: true,
        promptTokens: 120,
        completionTokens: 30,
        // 40 × 0.00000033 + 80 × 0.000003 + 10 × 0.00000275 + 20 × 0.000012
        costUsdExact: '0.0005207',
      },
    ],
  }),
  bedrockCase({
    name: 'records a command that nobody knows yet, if it states usage',
    async act({ client, context }) {
      const unknown = renamed(command(context, 'Converse', converseInput), 'SummarizeModelCommand');
      const free = renamed(command(context, 'ApplyGuardrail', guardrailInput), 'DescribeModelCommand');
      return [await client.send(unknown), await client.send(free)];
    },
    records: [{ operation: 'summarize_model', provider: 'bedrock', promptTokens: 120, completionTokens: 30 }],
  }),
];

async function* sessionEvents(): AsyncGenerator<JsonObject> {
  yield { chunk: { bytes: new TextEncoder().encode('{"event":{"sessionStart":{}}}') } };
  yield { chunk: { bytes: new TextEncoder().encode('{"event":{"sessionEnd":{}}}') } };
}

async function listPages(context: BedrockContext, client: object): Promise<unknown[]> {
  const { paginateListAsyncInvokes } = context.sdk as unknown as {
    paginateListAsyncInvokes(config: { client: object }, input: object): AsyncIterable<JsonObject>;
  };
  return collect(paginateListAsyncInvokes({ client }, {}));
}

/** A command as a later SDK may have it: the same requests under another name. */
function renamed<Sent extends object>(sent: Sent, commandName: string): Sent {
  const resolve: unknown = Reflect.get(sent, 'resolveMiddlewareWithContext');
  if (typeof resolve !== 'function') throw new Error('The SDK builds its commands in another way.');
  return Object.assign(sent, {
    resolveMiddlewareWithContext: (stack: unknown, config: unknown, options: unknown, details: object) =>
      Reflect.apply(resolve, sent, [stack, config, options, { ...details, commandName }]),
  });
}
