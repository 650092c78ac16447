import type { UsageReader } from '@llm-tracker/core/plugin';
import {
  geminiBatchReader,
  geminiCacheReader,
  geminiContentReader,
  geminiEmbeddingReader,
  geminiImageReader,
  geminiVideoReader,
  genericReader,
} from '@llm-tracker/wire';
import { member, numberMember, parseJson, textMember } from '../read-member.ts';
import { withShortModel } from './with-short-model.ts';

/** An endpoint whose every request is one call. */
export interface CallEndpoint {
  readonly operation: string;
  /** Names the model in the body where the path does not. */
  readonly modelMember?: 'model' | 'baseModel';
  readonly streams?: true;
  /** The SDK does not read what it answers. */
  readonly isAnsweredByHeaders?: true;
  /** Not known to cost anything. */
  readonly isUnknown?: true;
  /** `body`: as it is sent. */
  createReader(body: unknown): UsageReader;
}

/** Without one of these in the request (or in a cache that it names) nothing is searched, and the reader need not look for it. */
const searchTools = /"(?:google_?[sS]earch|google_?[mM]aps|enterprise_?[wW]eb_?[sS]earch|cached_?[cC]ontent)/;

const content: CallEndpoint = {
  operation: 'generate_content',
  createReader: (body) => geminiContentReader({ grounding: typeof body !== 'string' || searchTools.test(body) }),
};
const embeddings: CallEndpoint = { operation: 'embeddings', createReader: geminiEmbeddingReader };
const images: CallEndpoint = {
  operation: 'images',
  createReader: (body) =>
    geminiImageReader({ count: numberMember(member(parseJson(body), 'parameters'), 'sampleCount') }),
};
const videos: CallEndpoint = {
  operation: 'videos',
  createReader(body) {
    const parameters = member(parseJson(body), 'parameters');
    return geminiVideoReader({
      seconds: numberMember(parameters, 'durationSeconds'),
      count: numberMember(parameters, 'sampleCount'),
      resolution: textMember(parameters, 'resolution'),
    });
  },
};
const batches: CallEndpoint = { operation: 'batches', createReader: () => withShortModel(geminiBatchReader()) };
/** Indexing is billed as embedding; nothing tells how much of it there was. https://ai.google.dev/gemini-api/docs/file-search#pricing */
const fileSearch: CallEndpoint = { operation: 'file_search', createReader: unmeasuredReader };

const byVerb: Readonly<Record<string, CallEndpoint>> = {
  generateContent: content,
  streamGenerateContent: { ...content, streams: true },
  embedContent: embeddings,
  batchEmbedContents: embeddings,
  predictLongRunning: videos,
  batchGenerateContent: batches,
  asyncBatchEmbedContent: batches,
  importFile: fileSearch,
  uploadToFileSearchStore: { ...fileSearch, isAnsweredByHeaders: true },
};

const byCollection: Readonly<Record<string, CallEndpoint>> = {
  cachedContents: {
    operation: 'caches',
    modelMember: 'model',
    createReader: () => withShortModel(geminiCacheReader()),
  },
  batchPredictionJobs: { ...batches, modelMember: 'model' },
  tuningJobs: { operation: 'fine_tuning', modelMember: 'baseModel', createReader: unmeasuredReader },
};

const freeVerbs = new Set(['countTokens', 'computeTokens', 'fetchPredictOperation', 'cancel', 'register']);
const freeCollections = new Set(['files', 'auth_tokens', 'fileSearchStores']);

/** The endpoint of a request; null for one that costs nothing. A POST that is not known is recorded if its answer reports usage. */
export function findCallEndpoint(method: string, path: string, verb: string, body: unknown): CallEndpoint | null {
  const segments = path.split('/');
  // A longer life of a cache costs more; how much more than before nothing tells.
  if (method === 'PATCH' && segments.at(-2) === 'cachedContents') {
    return { operation: 'caches', createReader: unmeasuredReader };
  }
  const collection = segments.at(-1) ?? '';
  if (method !== 'POST' || freeVerbs.has(verb) || freeCollections.has(collection)) return null;
  if (verb === 'predict') return isEmbedding(body) ? embeddings : images;
  const known = byVerb[verb] ?? byCollection[collection];
  return known ?? { operation: verb === '' ? 'other' : verb, isUnknown: true, createReader: genericReader };
}

/** Vertex AI has one endpoint for all models of its own: texts to embed are `content`, what an image is made from is a `prompt` or an image. */
function isEmbedding(body: unknown): boolean {
  const instances = member(parseJson(body), 'instances');
  return Array.isArray(instances) && member(instances[0], 'content') !== undefined;
}

function unmeasuredReader(): UsageReader {
  return { fields: [], push: () => true, result: () => null };
}
