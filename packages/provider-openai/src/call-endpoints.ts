import type { UsageReader } from '@llm-tracker/core/plugin';
import {
  genericReader,
  openaiBatchReader,
  openaiChatReader,
  openaiDecisionReader,
  openaiEmbeddingReader,
  openaiEvalRunReader,
  openaiFineTuningReader,
  openaiGraderReader,
  openaiImageReader,
  openaiModerationReader,
  openaiResponsesReader,
  openaiRunReader,
  openaiSpeechReader,
  openaiTranscriptionReader,
  openaiVideoReader,
} from '@llm-tracker/wire';
import { numberField, type RequestFields, textField } from './request-fields.ts';

/** An endpoint whose every POST is one call. */
export interface CallEndpoint {
  readonly operation: string;
  /** Its streams report usage only when `stream_options.include_usage` asks for it. */
  readonly asksStreamUsage?: true;
  /** Not known to cost anything. */
  readonly isUnknown?: true;
  createReader(fields: RequestFields): UsageReader;
}

const images: CallEndpoint = {
  operation: 'images',
  createReader: (fields) =>
    openaiImageReader({
      n: numberField(fields, 'n'),
      size: textField(fields, 'size'),
      quality: textField(fields, 'quality'),
    }),
};
const run: CallEndpoint = { operation: 'runs', createReader: openaiRunReader };
const video: CallEndpoint = { operation: 'videos', createReader: openaiVideoReader };

/** https://platform.openai.com/docs/api-reference */
const endpoints: readonly (readonly [path: RegExp, endpoint: CallEndpoint])[] = [
  [
    /^\/chat\/completions$/,
    {
      operation: 'chat',
      asksStreamUsage: true,
      createReader: (fields) => openaiChatReader({ searchContextSize: searchContextSize(fields) }),
    },
  ],
  [/^\/completions$/, { operation: 'completions', asksStreamUsage: true, createReader: () => openaiChatReader() }],
  [/^\/responses(\/compact)?$/, { operation: 'responses', createReader: openaiResponsesReader }],
  [/^\/embeddings$/, { operation: 'embeddings', createReader: openaiEmbeddingReader }],
  [/^\/images\/(generations|edits|variations)$/, images],
  [
    /^\/audio\/speech$/,
    {
      operation: 'speech',
      createReader: (fields) => openaiSpeechReader({ inputCharacters: textField(fields, 'input')?.length }),
    },
  ],
  [/^\/audio\/transcriptions$/, { operation: 'transcriptions', createReader: openaiTranscriptionReader }],
  [/^\/audio\/translations$/, { operation: 'translations', createReader: openaiTranscriptionReader }],
  [/^\/moderations$/, { operation: 'moderations', createReader: openaiModerationReader }],
  [/^\/decisions$/, { operation: 'decisions', createReader: openaiDecisionReader }],
  [/^\/videos(\/(edits|extensions)|\/[^/]+\/remix)?$/, video],
  [/^\/threads(\/[^/]+)?\/runs$/, run],
  [/^\/batches$/, { operation: 'batches', createReader: openaiBatchReader }],
  [/^\/fine_tuning\/jobs$/, { operation: 'fine_tuning', createReader: openaiFineTuningReader }],
  [/^\/fine_tuning\/alpha\/graders\/run$/, { operation: 'graders', createReader: openaiGraderReader }],
  [/^\/evals\/[^/]+\/runs$/, { operation: 'evals', createReader: openaiEvalRunReader }],
];

/** Their answers repeat usage that was counted before, or name what is no usage. */
const free = [
  /^\/(chat\/completions|batches|fine_tuning\/jobs|evals|threads|agents)\b/,
  /^\/responses\/./,
  /^\/(files|uploads|vector_stores)\b/,
];

/** The endpoint of a POST by its path without query; null for one that costs nothing. One that is not known is recorded if its answer reports usage. */
export function findCallEndpoint(path: string): CallEndpoint | null {
  const known = endpoints.find(([pattern]) => pattern.test(path));
  if (known !== undefined) return known[1];
  if (free.some((pattern) => pattern.test(path))) return null;
  return { operation: operationOf(path), isUnknown: true, createReader: genericReader };
}

function operationOf(path: string): string {
  // Ids of single objects would make an operation of each.
  const words = path.split('/').filter((segment) => /^[a-z_]+$/.test(segment));
  return words.length === 0 ? 'other' : words.join('.');
}

function searchContextSize(fields: RequestFields): string | undefined {
  const options = fields('web_search_options');
  return typeof options === 'object' && options !== null
    ? textField(requestMember(options), 'search_context_size')
    : undefined;
}

function requestMember(options: object): RequestFields {
  return (name) => Reflect.get(options, name);
}
