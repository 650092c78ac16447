import type { AnswerContext, JsonObject, WholeAnswer } from '../wire-format.ts';
import { contentAnswer } from './gemini-content.ts';
import type { GeminiRequest, GeminiRoute } from './gemini-route.ts';

/** A batch that was created. `requests`: null when they came as a file. */
interface Batch {
  readonly model: string;
  readonly displayName: unknown;
  readonly requests: readonly JsonObject[] | null;
}

/** Answers in the file of a batch whose requests came as a file. */
const linesPerFile = 3;

/** Batches of the Gemini API, which are done when they are asked for, the files of their results, and jobs of Vertex AI, whose results are elsewhere. */
export function createGeminiBatches(): GeminiRoute {
  const batches = new Map<string, Batch>();
  return (request, context) => {
    const { method, verb, resource, json, id } = request;
    if (verb === 'batchGenerateContent' || verb === 'asyncBatchEmbedContent') {
      const name = `batches/${context.nextId()}`;
      batches.set(name, readBatch(json, resource));
      return { status: 200, body: operation(name, batches.get(name), false, request, context) };
    }
    if (resource.startsWith('batches')) {
      if (id === 'batches') {
        const operations = [...batches].map(([name, batch]) => operation(name, batch, true, request, context));
        return { status: 200, body: { operations } };
      }
      if (method !== 'GET') return { status: 200, body: {} };
      return { status: 200, body: operation(resource, batches.get(resource), true, request, context) };
    }
    if (verb === 'download') return resultFile(request, context);
    return resource.startsWith('batchPredictionJobs') ? predictionJob(request, context) : null;
  };
}

function readBatch(json: JsonObject, model: string): Batch {
  const batch = (json['batch'] as JsonObject | undefined) ?? {};
  const input = (batch['inputConfig'] as JsonObject | undefined) ?? {};
  const list = (input['requests'] as JsonObject | undefined)?.['requests'];
  return {
    model,
    displayName: batch['displayName'],
    requests: Array.isArray(list) ? (list as JsonObject[]) : null,
  };
}

function operation(
  name: string,
  batch: Batch | undefined,
  isDone: boolean,
  request: GeminiRequest,
  context: AnswerContext,
): JsonObject {
  const createTime = new Date(context.createdSeconds * 1000).toISOString();
  const model = batch?.model ?? 'models/gemini-2.5-flash';
  const metadata = {
    '@type': 'type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch',
    model,
    displayName: batch?.displayName,
    createTime,
    updateTime: createTime,
    state: isDone ? 'BATCH_STATE_SUCCEEDED' : 'BATCH_STATE_PENDING',
    name,
  };
  if (!isDone) return { name, metadata };
  const output =
    batch?.requests === null
      ? { responsesFile: `files/batch-${name.split('/')[1]}` }
      : { inlinedResponses: { inlinedResponses: (batch?.requests ?? []).map(answer) } };
  return { name, metadata: { ...metadata, endTime: createTime, output }, done: true, response: output };

  function answer(line: JsonObject): JsonObject {
    const asked = (line['request'] as JsonObject | undefined) ?? line;
    return { response: contentAnswer({ ...request, json: asked, id: model.split('/')[1] ?? '' }, context) };
  }
}

function resultFile(request: GeminiRequest, context: AnswerContext): WholeAnswer {
  const lines = Array.from({ length: linesPerFile }, (_, index) => {
    const asked = { contents: [{ parts: [{ text: `question ${index}` }] }] };
    return JSON.stringify({
      key: `row-${index}`,
      response: contentAnswer({ ...request, json: asked, id: 'gemini-2.5-flash' }, context),
    });
  });
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream' },
    body: Buffer.from(`${lines.join('\n')}\n`),
  };
}

function predictionJob({ method, parent, id, json }: GeminiRequest, context: AnswerContext): WholeAnswer {
  const createTime = new Date(context.createdSeconds * 1000).toISOString();
  const isNew = method === 'POST' && id === 'batchPredictionJobs';
  return {
    status: 200,
    body: {
      name: `${parent}batchPredictionJobs/${isNew ? context.nextId() : id}`,
      displayName: json['displayName'] ?? 'job',
      model: json['model'] ?? 'publishers/google/models/gemini-2.5-flash',
      state: isNew ? 'JOB_STATE_PENDING' : 'JOB_STATE_SUCCEEDED',
      createTime,
      updateTime: createTime,
    },
  };
}
