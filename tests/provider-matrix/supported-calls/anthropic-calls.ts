import type { AnthropicClient, AnthropicContext, JsonObject } from '@llm-tracker/testing';
import { collect, poll, type SupportedCall } from './supported-call.ts';

const message = { model: 'claude-haiku-4-5', max_tokens: 256, messages: [{ role: 'user', content: 'What is it?' }] };
const schema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};
const outputConfig = { format: { type: 'json_schema', schema } };
const tool: JsonObject = {
  name: 'weather',
  input_schema: schema,
  run: () => 'sunny',
  parse: (input: unknown) => input,
};
const requests = [{ custom_id: 'one', params: message }];

/** Every call of @anthropic-ai/sdk that spends, and those that look as if they did. */
export const anthropicCalls: readonly SupportedCall<AnthropicClient, AnthropicContext>[] = [
  { name: 'messages.create()', run: (client) => client.messages.create(message) },
  {
    name: 'messages.create({ stream: true })',
    run: async (client) => collect(await client.messages.create({ ...message, stream: true })),
  },
  { name: 'messages.stream()', run: (client) => client.messages.stream(message).finalMessage() },
  {
    name: 'messages.parse()',
    run: async (client) => client.messages.parse?.({ ...message, output_config: outputConfig }),
  },
  { name: 'messages.countTokens()', rows: 0, run: (client) => client.messages.countTokens(message) },
  {
    name: 'messages.batches.create(), results()',
    async run({ messages: { batches } }) {
      const { id } = await batches.create({ requests });
      await poll(async () => collect(await batches.results(id)));
    },
  },
  { name: 'beta.messages.create()', run: (client) => client.beta.messages.create(message) },
  { name: 'beta.messages.stream()', run: (client) => client.beta.messages.stream(message).finalMessage() },
  {
    name: 'beta.messages.toolRunner()',
    rows: 2,
    run: async (client) => client.beta.messages.toolRunner?.({ ...message, tools: [tool] }),
  },
  {
    name: 'beta.sessions.events.stream()',
    async run({ beta: { sessions } }) {
      const session = await sessions?.create({ agent: 'agent_1', environment_id: 'env_1' });
      const stream = await sessions?.events.stream(session?.id ?? '');
      return stream === undefined ? [] : collect(stream);
    },
  },
  {
    name: 'beta.dreams.create()',
    async run({ beta: { dreams } }) {
      const dream = await dreams?.create({ model: 'claude-haiku-4-5', inputs: [] });
      await poll(async () => dreams?.retrieve(dream?.id ?? ''));
    },
  },
  {
    name: 'completions.create()',
    run: async (client) =>
      client.completions?.create({
        model: 'claude-2.1',
        max_tokens_to_sample: 9,
        prompt: '\n\nHuman: Hi\n\nAssistant:',
      }),
  },
  {
    name: 'post()',
    note: 'to a path that nobody knows, whose answer states usage',
    run: (client) => client.post('/v1/summaries', { body: message }),
  },
];
