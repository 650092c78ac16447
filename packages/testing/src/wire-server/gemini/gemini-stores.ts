import { usageFor } from '../openai/openai-usage.ts';
import type { JsonObject } from '../wire-format.ts';
import { textOfContents } from './gemini-content.ts';
import type { GeminiRequest, GeminiRoute } from './gemini-route.ts';

/** What is kept at Google's: caches, files, file search stores, tuning jobs. */
export const geminiStores: GeminiRoute = (request, context) => {
  const { resource, method } = request;
  const now = context.createdSeconds * 1000;
  if (resource.startsWith('cachedContents')) {
    if (method === 'DELETE') return { status: 200, body: {} };
    const isNew = request.id === 'cachedContents';
    if (isNew && method === 'GET') return { status: 200, body: { cachedContents: [] } };
    const name = `${request.parent}cachedContents/${isNew ? context.nextId() : request.id}`;
    const { inputTokens } = usageFor('', textOfContents(request.json), '', context.scenario.usage);
    return { status: 200, body: cache(name, request.json, inputTokens, now) };
  }
  if (request.path.startsWith('/upload/')) return upload(request, context.nextId());
  if (resource.startsWith('fileSearchStores')) {
    const name = resource === 'fileSearchStores' ? `fileSearchStores/${context.nextId()}` : resource;
    return { status: 200, body: request.verb === 'importFile' ? { name: `${name}/operations/import` } : { name } };
  }
  if (resource.startsWith('files')) return { status: 200, body: file(request.id) };
  if (!resource.startsWith('tuningJobs')) return null;
  const name = `${request.parent}tuningJobs/${request.id === 'tuningJobs' ? context.nextId() : request.id}`;
  const createTime = new Date(now).toISOString();
  return {
    status: 200,
    body: {
      name,
      baseModel: request.json['baseModel'],
      state: 'JOB_STATE_PENDING',
      createTime,
      updateTime: createTime,
    },
  };
};

function cache(name: string, json: JsonObject, tokens: number, now: number): JsonObject {
  const seconds = Number.parseFloat(String(json['ttl'] ?? '3600s'));
  return {
    name,
    model: json['model'] ?? 'models/gemini-2.5-flash',
    displayName: json['displayName'] ?? '',
    createTime: new Date(now).toISOString(),
    updateTime: new Date(now).toISOString(),
    expireTime: new Date(now + seconds * 1000).toISOString(),
    usageMetadata: { totalTokenCount: tokens },
  };
}

/** Announced first, then sent in parts: https://ai.google.dev/gemini-api/docs/files */
function upload({ path, headers, query, resource, verb }: GeminiRequest, id: string): ReturnType<GeminiRoute> {
  if (!query.has('upload_id')) {
    const url = `http://${headers['host']}${path}?upload_id=${id}&upload_protocol=resumable`;
    return { status: 200, headers: { 'x-goog-upload-url': url, 'x-goog-upload-status': 'active' }, body: '' };
  }
  const isStore = verb === 'uploadToFileSearchStore';
  const body = isStore ? { name: `${resource}/upload/operations/upload`, done: true } : { file: file(id) };
  return { status: 200, headers: { 'x-goog-upload-status': 'final' }, body };
}

function file(id: string): JsonObject {
  return {
    name: `files/${id}`,
    mimeType: 'text/plain',
    sizeBytes: '5',
    state: 'ACTIVE',
    uri: `https://files.test/${id}`,
  };
}
