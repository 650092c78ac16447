import type { AnswerContext, JsonObject, WireAnswer } from '../wire-format.ts';
import type { OpenaiRoute } from './openai-route.ts';

/** Models, files and moderations: requests that cost no tokens. */
export const openaiLists: OpenaiRoute = (segments, request, context) => {
  const [resource, id, action] = segments;
  if (resource === 'models') return models(request.method, id);
  if (resource === 'files') return files(request.method, id, action, request.query.get('after'), context);
  if (resource !== 'moderations') return null;
  const results = [{ flagged: false, categories: { violence: false }, category_scores: { violence: 0.001 } }];
  return { status: 200, body: { id: `modr-${context.nextId()}`, model: 'omni-moderation-latest', results } };
};

function models(method: string, id: string | undefined): WireAnswer {
  const model = (name: string): JsonObject => ({
    id: name,
    object: 'model',
    created: 1_721_172_741,
    owned_by: 'system',
  });
  if (id === undefined)
    return { status: 200, body: { object: 'list', data: ['gpt-4o-mini', 'gpt-4o', 'gpt-5'].map(model) } };
  return { status: 200, body: method === 'DELETE' ? { id, object: 'model', deleted: true } : model(id) };
}

function files(
  method: string,
  id: string | undefined,
  action: string | undefined,
  after: string | null,
  context: AnswerContext,
): WireAnswer {
  const file = (fileId: string): JsonObject => ({
    id: fileId,
    object: 'file',
    bytes: 120,
    created_at: context.createdSeconds,
    filename: 'input.jsonl',
    purpose: 'batch',
    status: 'processed',
  });
  if (method === 'POST') return { status: 200, body: file(`file-${context.nextId()}`) };
  if (id === undefined) {
    const data = (after === null ? ['file-1', 'file-2'] : ['file-3']).map(file);
    return {
      status: 200,
      body: { object: 'list', data, first_id: data[0]?.['id'], last_id: data.at(-1)?.['id'], has_more: after === null },
    };
  }
  if (action === 'content') {
    return {
      status: 200,
      headers: { 'content-type': 'application/octet-stream' },
      body: '{"custom_id":"1"}\n{"custom_id":"2"}\n',
    };
  }
  return { status: 200, body: method === 'DELETE' ? { id, object: 'file', deleted: true } : file(id) };
}
