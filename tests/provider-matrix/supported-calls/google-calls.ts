import type {
  GeminiClient,
  GeminiContext,
  GenerativeAiClient,
  GenerativeAiContext,
  WireServer,
} from '@llm-tracker/testing';
import { collect, poll, type SupportedCall } from './supported-call.ts';

type GeminiCall = SupportedCall<GeminiClient, GeminiContext>;
type GenerativeAiCall = SupportedCall<GenerativeAiClient, GenerativeAiContext>;

const model = 'gemini-flash-latest';
const question = { model, contents: 'What is the answer?' };
const contents = [{ role: 'user', parts: [{ text: 'What is the answer?' }] }];
const vertex = {
  vertexai: true,
  apiKey: undefined,
  project: 'wire-project',
  location: 'us-central1',
  googleAuthOptions: {
    scopes: ['https://www.googleapis.com/auth/cloud-platform'],
    authClient: { getRequestHeaders: async () => new Headers({ authorization: 'Bearer test-token' }) },
  },
};

/** Every call of @google/genai that spends, and those that look as if they did. */
export const geminiCalls: readonly GeminiCall[] = [
  { name: 'models.generateContent()', run: (client) => client.models.generateContent(question) },
  {
    name: 'models.generateContentStream()',
    run: async (client) => collect(await client.models.generateContentStream(question)),
  },
  {
    name: 'chats.create().sendMessage()',
    run: (client) => client.chats.create({ model }).sendMessage({ message: 'What is the answer?' }),
  },
  {
    name: 'chats.create().sendMessageStream()',
    run: async (client) => collect(await client.chats.create({ model }).sendMessageStream({ message: 'Hello' })),
  },
  {
    name: 'models.generateContent()',
    note: 'on Vertex AI',
    clientOptions: vertex,
    run: (client) => client.models.generateContent(question),
  },
  {
    name: 'models.embedContent()',
    run: (client) => client.models.embedContent({ model: 'gemini-embedding-2', contents: 'one' }),
  },
  {
    name: 'models.embedContent()',
    note: 'on Vertex AI',
    clientOptions: vertex,
    run: (client) => client.models.embedContent({ model: 'text-embedding-005', contents: ['one'] }),
  },
  {
    name: 'models.generateImages()',
    note: 'on Vertex AI',
    clientOptions: vertex,
    run: (client) =>
      client.models.generateImages({ model: 'imagen-4.0-generate-001', prompt: 'a', config: { numberOfImages: 2 } }),
  },
  {
    name: 'models.generateVideos()',
    note: 'on Vertex AI',
    clientOptions: vertex,
    async run(client) {
      const operation = await client.models.generateVideos({
        model: 'veo-3.0-generate-001',
        source: { prompt: 'a tracker' },
        config: { numberOfVideos: 1, durationSeconds: 8 },
      });
      await client.operations.getVideosOperation({ operation });
    },
  },
  {
    name: 'batches.create(), get()',
    async run({ batches }) {
      const { name } = await batches.create({ model: 'gemini-2.5-flash', src: [{ contents }] });
      await poll(() => batches.get({ name }));
    },
  },
  {
    name: 'caches.create()',
    run: (client) => client.caches.create({ model: 'gemini-2.5-flash', config: { contents, ttl: '7200s' } }),
  },
  {
    name: 'fileSearchStores.importFile()',
    run: (client) =>
      client.fileSearchStores.importFile({ fileSearchStoreName: 'fileSearchStores/kit', fileName: 'files/1' }),
  },
  {
    name: 'tunings.tune()',
    note: 'on Vertex AI',
    clientOptions: vertex,
    run: (client) =>
      client.tunings.tune({ baseModel: 'gemini-2.5-flash', trainingDataset: { gcsUri: 'gs://bucket/examples.jsonl' } }),
  },
  { name: 'models.countTokens()', rows: 0, run: (client) => client.models.countTokens({ model, contents: 'one' }) },
];

const modelOf = (client: GenerativeAiClient, server: WireServer) =>
  client.getGenerativeModel({ model }, { baseUrl: server.url });

/** Every call of @google/generative-ai that spends, and those that look as if they did. */
export const generativeAiCalls: readonly GenerativeAiCall[] = [
  {
    name: 'getGenerativeModel().generateContent()',
    run: (client, _context, server) => modelOf(client, server).generateContent('What is the answer?'),
  },
  {
    name: 'getGenerativeModel().generateContentStream()',
    run: async (client, _context, server) =>
      collect((await modelOf(client, server).generateContentStream('What is the answer?')).stream),
  },
  {
    name: 'getGenerativeModel().startChat().sendMessage()',
    run: (client, _context, server) => modelOf(client, server).startChat().sendMessage('What is the answer?'),
  },
  {
    name: 'getGenerativeModel().startChat().sendMessageStream()',
    run: async (client, _context, server) =>
      collect((await modelOf(client, server).startChat().sendMessageStream('What is the answer?')).stream),
  },
  {
    name: 'getGenerativeModel().embedContent()',
    run: (client, _context, server) => modelOf(client, server).embedContent('one'),
  },
  {
    name: 'getGenerativeModel().countTokens()',
    rows: 0,
    run: (client, _context, server) => modelOf(client, server).countTokens('one'),
  },
];
