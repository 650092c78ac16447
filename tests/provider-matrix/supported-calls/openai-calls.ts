import type { JsonObject, OpenaiClient, OpenaiContext } from '@llm-tracker/testing';
import { collect, poll, type SupportedCall } from './supported-call.ts';

type OpenaiCall = SupportedCall<OpenaiClient, OpenaiContext>;

const messages = [{ role: 'user', content: 'What is the answer?' }];
const chat = { model: 'gpt-5-mini', messages };
const response = { model: 'gpt-5-mini', input: 'What is the answer?' };
const schema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};
const tool = {
  type: 'function',
  function: { name: 'weather', parameters: schema, parse: JSON.parse, function: () => 'sunny' },
};
const run = { assistant_id: 'asst_1', model: 'gpt-4o-mini' };
const batch = { input_file_id: 'file-1', endpoint: '/v1/chat/completions', completion_window: '24h' };
const file = ({ toFile }: OpenaiContext): Promise<unknown> => toFile(Buffer.from([137, 80, 78, 71]), 'file.png');

type Helpers = Required<Pick<OpenaiClient['chat']['completions'], 'parse' | 'stream' | 'runTools'>>;

/** Version 4 has its helpers below `beta`. */
const helpers = ({ chat: { completions }, beta }: OpenaiClient): Helpers =>
  (completions.stream === undefined ? beta.chat?.completions : completions) as Helpers;
const textOf = (name: string, more: object = {}): JsonObject => ({
  type: 'json_schema',
  name,
  strict: true,
  schema,
  ...more,
});

/** Every call of the openai package that spends, and those that look as if they did. */
export const openaiCalls: readonly OpenaiCall[] = [
  { name: 'chat.completions.create()', run: (client) => client.chat.completions.create(chat) },
  {
    name: 'chat.completions.create({ stream: true })',
    run: async (client) => collect(await client.chat.completions.create({ ...chat, stream: true })),
  },
  {
    name: 'embeddings.create()',
    run: (client) => client.embeddings.create({ model: 'text-embedding-3-small', input: 'one' }),
  },
  {
    name: 'chat.completions.parse()',
    needs: 'chat.completions',
    run: async (client) =>
      helpers(client).parse({ ...chat, response_format: { type: 'json_schema', json_schema: textOf('answer') } }),
  },
  {
    name: 'chat.completions.stream()',
    needs: 'chat.completions',
    run: async (client) => helpers(client).stream(chat).finalChatCompletion(),
  },
  {
    name: 'chat.completions.runTools()',
    needs: 'chat.completions',
    rows: 2,
    run: async (client) =>
      helpers(client)
        ?.runTools({ ...chat, tools: [tool] })
        .finalContent(),
  },
  {
    name: 'chat.completions.retrieve()',
    rows: 0,
    run: (client) => client.chat.completions.retrieve('chatcmpl-stored1'),
  },
  { name: 'responses.create()', run: (client) => client.responses.create(response) },
  {
    name: 'responses.create({ stream: true })',
    run: async (client) => collect(await client.responses.create({ ...response, stream: true })),
  },
  {
    name: 'responses.create({ background: true })',
    async run(client) {
      const { id } = await client.responses.create({ ...response, background: true });
      await poll(() => client.responses.retrieve(String(id)));
    },
  },
  { name: 'responses.stream()', run: (client) => client.responses.stream(response).finalResponse() },
  {
    name: 'responses.parse()',
    run: (client) => client.responses.parse({ ...response, text: { format: textOf('answer') } }),
  },
  { name: 'responses.compact()', run: (client) => client.responses.compact(response) },
  { name: 'responses.retrieve()', rows: 0, run: (client) => client.responses.retrieve('resp_stored') },
  { name: 'responses.inputTokens.count()', rows: 0, run: (client) => client.responses.inputTokens.count(response) },
  { name: 'beta.responses.create()', run: async (client) => client.beta.responses?.create(response) },
  {
    name: 'completions.create()',
    run: (client) => client.completions.create({ model: 'gpt-3.5-turbo-instruct', prompt: 'one' }),
  },
  {
    name: 'images.generate()',
    run: (client) => client.images.generate({ model: 'gpt-image-1', prompt: 'a tracker' }),
  },
  {
    name: 'images.generate({ model: "dall-e-3" })',
    run: (client) => client.images.generate({ model: 'dall-e-3', prompt: 'a tracker', size: '1024x1024' }),
  },
  {
    name: 'images.generate({ stream: true })',
    lacks: ({ major }) => major < 5,
    run: async (client) =>
      collect(await client.images.generate({ model: 'gpt-image-1', prompt: 'a tracker', stream: true })),
  },
  {
    name: 'images.edit()',
    run: async (client, context) =>
      client.images.edit({ model: 'gpt-image-1', image: await file(context), prompt: 'red' }),
  },
  {
    name: 'images.createVariation()',
    run: async (client, context) => client.images.createVariation({ image: await file(context), n: 2 }),
  },
  {
    name: 'audio.speech.create()',
    run: async (client) =>
      (await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'forty-two' })).arrayBuffer(),
  },
  {
    name: 'audio.speech.create({ stream_format: "sse" })',
    run: async (client) =>
      (
        await client.audio.speech.create({ model: 'gpt-4o-mini-tts', voice: 'alloy', input: 'a', stream_format: 'sse' })
      ).text(),
  },
  {
    name: 'audio.transcriptions.create()',
    run: async (client, context) =>
      client.audio.transcriptions.create({ file: await file(context), model: 'gpt-4o-transcribe' }),
  },
  {
    name: 'audio.transcriptions.create({ stream: true })',
    run: async (client, context) =>
      collect(
        await client.audio.transcriptions.create({
          file: await file(context),
          model: 'gpt-4o-transcribe',
          stream: true,
        }),
      ),
  },
  {
    name: 'audio.transcriptions.create({ model: "whisper-1" })',
    run: async (client, context) =>
      client.audio.transcriptions.create({ file: await file(context), model: 'whisper-1' }),
  },
  {
    name: 'audio.transcriptions.create({ response_format: "text" })',
    run: async (client, context) =>
      client.audio.transcriptions.create({ file: await file(context), model: 'whisper-1', response_format: 'text' }),
  },
  {
    name: 'audio.translations.create()',
    run: async (client, context) => client.audio.translations.create({ file: await file(context), model: 'whisper-1' }),
  },
  { name: 'moderations.create()', run: (client) => client.moderations.create({ input: 'harmless' }) },
  {
    name: 'decisions.create()',
    run: (client) => client.decisions.create({ model: 'gpt-5-mini', input: 'harmless', questions: [] }),
  },
  {
    name: 'videos.create()',
    async run(client) {
      const { id } = await client.videos.create({ model: 'sora-2', prompt: 'a tracker', seconds: '8' });
      await poll(() => client.videos.retrieve(String(id)));
    },
  },
  {
    name: 'batches.create()',
    async run(client) {
      const { id } = await client.batches.create(batch);
      await poll(() => client.batches.retrieve(String(id)));
    },
  },
  {
    name: 'fineTuning.jobs.create()',
    async run(client) {
      const { id } = await client.fineTuning.jobs.create({ model: 'gpt-4o-mini', training_file: 'file-1' });
      await poll(() => client.fineTuning.jobs.retrieve(String(id)));
    },
  },
  {
    name: 'fineTuning.alpha.graders.run()',
    run: (client) =>
      client.fineTuning.alpha.graders.run({ grader: { type: 'score_model', model: 'gpt-4o' }, model_sample: 'a' }),
  },
  {
    name: 'evals.runs.create()',
    async run(client, { major }) {
      const { id } = await client.evals.runs.create('eval_1', { data_source: {} });
      const values = major < 5 ? ['eval_1', id] : [id, { eval_id: 'eval_1' }];
      await poll(() => client.evals.runs.retrieve(...values));
    },
  },
  {
    name: 'beta.threads.runs.createAndPoll()',
    run: (client) => client.beta.threads.runs.createAndPoll('thread_1', run),
  },
  { name: 'beta.threads.runs.stream()', run: (client) => client.beta.threads.runs.stream('thread_1', run).finalRun() },
  {
    name: 'beta.threads.createAndRunStream()',
    run: (client) => client.beta.threads.createAndRunStream(run).finalRun(),
  },
  {
    name: 'beta.agents.sessions.events.stream()',
    async run(client) {
      const stream = await client.beta.agents?.sessions.events.stream('sess_1');
      return stream === undefined ? [] : collect(stream);
    },
  },
  {
    name: 'post()',
    note: 'to a path that nobody knows, whose answer states usage',
    run: (client) => client.post('/future/answers', { body: response }),
  },
  {
    name: 'files.list(), models.list()',
    rows: 0,
    run: async (client) => [await client.files.list(), await client.models.list()],
  },
];

/** Those that Azure offers. */
export const azureCalls: readonly OpenaiCall[] = openaiCalls.filter(({ name }) =>
  /^(chat|responses|embeddings|completions|images|audio|batches|beta\.threads)\b/.test(name),
);

/** Those that groq-sdk has. */
export const groqCalls: readonly OpenaiCall[] = openaiCalls.filter(
  ({ name }) => /^(chat\.completions\.create|embeddings|audio)\b/.test(name) && !/transcriptions.*stream/.test(name),
);
