import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProviderCase } from '../provider-case.ts';
import { collect } from '../read-stream.ts';
import { contentRecord } from './content-records.ts';
import { type GeminiContext, geminiCase, quietly } from './gemini-case.ts';

const embeddingRecord = {
  provider: 'gemini',
  operation: 'embeddings',
  success: true,
  streamed: false,
  attempts: 1,
  httpStatus: 200,
} as const;

const { responseId: _responseId, usageSource: _source, ...unkeyed } = contentRecord;
/** The row of a batch of one request of `kitUsage`. */
const batchRecord = {
  ...unkeyed,
  operation: 'batches',
  requestedModel: null,
  serviceTier: 'batch',
  responseId: /^batches\//,
  httpStatus: null,
} as const;
const pendingRecord = {
  operation: 'batches',
  model: 'gemini-2.5-flash',
  serviceTier: 'batch',
  revision: 0,
  success: true,
  usageSource: 'pending',
  totalTokens: null,
  costUsdExact: null,
} as const;
const contents = [{ role: 'user', parts: [{ text: 'What is the answer?' }] }];

/** Every other resource of the Gemini API: what spends tokens is counted, what only reads is not, and all give what they gave. */
export const resourceCases: readonly ProviderCase<GeminiContext>[] = [
  geminiCase({
    name: 'gives the same embeddings, whose model states no usage',
    act: ({ client }) => client.models.embedContent({ model: 'gemini-embedding-001', contents: ['one', 'two'] }),
    records: [
      { ...embeddingRecord, model: 'gemini-embedding-001', usageSource: 'none', totalTokens: null, costUsdExact: null },
    ],
  }),
  geminiCase({
    name: 'counts embeddings whose model states its usage',
    act: ({ client }) => client.models.embedContent({ model: 'gemini-embedding-2', contents: 'one' }),
    records: [{ ...embeddingRecord, model: 'gemini-embedding-2', usageSource: 'reported', totalTokens: 120 }],
  }),
  geminiCase({
    name: 'counts tokens and reads models for nothing',
    async act({ client }) {
      const pager = await client.models.list({ config: { pageSize: 2 } });
      return {
        counted: await client.models.countTokens({ model: 'gemini-2.5-flash', contents }),
        models: await collect(pager),
        model: await client.models.get({ model: 'gemini-2.5-flash' }),
      };
    },
    records: [],
  }),
  geminiCase({
    name: 'counts a cache when it is made, and that it is kept longer, but not that it is read',
    async act({ client }) {
      const cache = await client.caches.create({ model: 'gemini-2.5-flash', config: { contents, ttl: '7200s' } });
      const name = cache['name'];
      return [
        cache,
        await client.caches.get({ name }),
        await client.caches.update({ name, config: { ttl: '9000s' } }),
        await collect(await client.caches.list()),
        await client.caches.delete({ name }),
      ];
    },
    records: [
      { operation: 'caches', model: 'gemini-2.5-flash', responseId: /^cachedContents\//, usageSource: 'reported' },
      { operation: 'caches', usageSource: 'none', costUsdExact: null },
    ],
  }),
  geminiCase({
    name: 'counts a batch once, when its answers are known, however often it is asked for',
    async act({ client }) {
      const created = await client.batches.create({
        model: 'gemini-2.5-flash',
        src: [{ contents }],
        config: { displayName: 'kit' },
      });
      const name = created['name'];
      const polled = [await client.batches.get({ name }), await client.batches.get({ name })];
      return { created, polled, listed: await collect(await client.batches.list()) };
    },
    records: [batchRecord],
  }),
  geminiCase({
    name: 'keeps a batch pending that nobody asks for, and counts no cancelling',
    async act({ client }) {
      const created = await client.batches.create({ model: 'gemini-2.5-flash', src: [{ contents }] });
      return [created, await client.batches.cancel({ name: created['name'] })];
    },
    records: [pendingRecord],
  }),
  geminiCase({
    name: 'counts a batch whose answers come as a file when the file is read',
    async act({ client }) {
      const created = await client.batches.create({ model: 'gemini-2.5-flash', src: 'files/questions' });
      const batch = await client.batches.get({ name: created['name'] });
      const { fileName } = batch['dest'] as { fileName: string };
      const downloadPath = join(tmpdir(), `llm-tracker-kit-${process.pid}.jsonl`);
      await client.files.download({ file: fileName, downloadPath });
      const text = await readFile(downloadPath, 'utf8');
      await rm(downloadPath);
      return { batch, text };
    },
    records: [
      {
        ...batchRecord,
        promptTokens: 360,
        completionTokens: 90,
        totalTokens: 450,
        cachedPromptTokens: 192,
        reasoningTokens: 30,
      },
    ],
  }),
  geminiCase({
    name: 'uploads the same file, and counts nothing',
    async act({ client }) {
      const file = await client.files.upload({
        file: new Blob(['hello'], { type: 'text/plain' }),
        config: { mimeType: 'text/plain' },
      });
      return [file, await client.files.get({ name: file['name'] })];
    },
    records: [],
  }),
  geminiCase({
    name: 'counts what is indexed for file search, once per file',
    act: async ({ client }) => [
      await client.fileSearchStores.uploadToFileSearchStore({
        fileSearchStoreName: 'fileSearchStores/kit',
        file: new Blob(['hello'], { type: 'text/plain' }),
        config: { mimeType: 'text/plain' },
      }),
      await client.fileSearchStores.importFile({ fileSearchStoreName: 'fileSearchStores/kit', fileName: 'files/1' }),
    ],
    records: [1, 2].map(() => ({
      operation: 'file_search',
      success: true,
      usageSource: 'none' as const,
      costStatus: 'unmeasured' as const,
      costUsdExact: null,
    })),
  }),
  geminiCase({
    name: 'counts the images of the first major, which makes them here too',
    skipReason: ({ major }) => (major === 1 ? null : 'this SDK makes images on Vertex AI only'),
    act: ({ client }) =>
      quietly(() =>
        client.models.generateImages({
          model: 'imagen-4.0-generate-001',
          prompt: 'a tracker',
          config: { numberOfImages: 2 },
        }),
      ),
    records: [{ operation: 'images', model: 'imagen-4.0-generate-001', usageSource: 'reported', totalTokens: null }],
  }),
];
