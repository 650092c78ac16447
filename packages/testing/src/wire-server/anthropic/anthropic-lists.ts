import type { JsonObject } from '../wire-format.ts';
import type { AnthropicRoute } from './anthropic-route.ts';

/** Models and files: requests that cost nothing. */
export const anthropicLists: AnthropicRoute = (segments, request, context) => {
  const [resource, id] = segments;
  if (resource === 'models') {
    return { status: 200, body: id === undefined ? page(request.query.get('after_id'), model) : model(id) };
  }
  if (resource !== 'files') return null;
  const file = (fileId: string): JsonObject => ({
    type: 'file',
    id: fileId,
    filename: 'report.txt',
    mime_type: 'text/plain',
    size_bytes: 5,
    created_at: new Date(context.createdSeconds * 1000).toISOString(),
    downloadable: true,
  });
  if (request.method === 'POST') return { status: 200, body: file(`file_${context.nextId()}`) };
  if (segments[2] === 'content') return { status: 200, body: Buffer.from('hello') };
  return { status: 200, body: id === undefined ? page(request.query.get('after_id'), file) : file(id) };
};

function model(id: string): JsonObject {
  return { type: 'model', id, display_name: id, created_at: '2025-10-15T00:00:00Z' };
}

function page(afterId: string | null, make: (id: string) => JsonObject): JsonObject {
  const data = (afterId === null ? ['first', 'second'] : ['third']).map(make);
  return { data, has_more: afterId === null, first_id: data[0]?.['id'], last_id: data.at(-1)?.['id'] };
}
