/** What the path of a request names. */
export interface ModelPath {
  /** `gemini-2.5-flash`, `meta/llama-3.1-405b-instruct-maas`, `tunedModels/abc`, `endpoints/123`; null when the path names no model. */
  readonly model: string | null;
  /** What is done: the word behind the colon, `generateContent`; "" when there is none. */
  readonly verb: string;
  /** Of Vertex AI: `global`, `us-central1`. */
  readonly location: string | undefined;
}

/** Reads a URL's path as both APIs build it. https://ai.google.dev/api/all-methods, https://cloud.google.com/vertex-ai/docs/reference/rest */
export function readModelPath(path: string): ModelPath {
  const last = path.slice(path.lastIndexOf('/') + 1);
  const colon = last.indexOf(':');
  return {
    model: shortModelName(colon < 0 ? path : path.slice(0, path.length - last.length + colon)),
    verb: colon < 0 ? '' : last.slice(colon + 1),
    location: /\/locations\/([^/]+)\//.exec(path)?.[1],
  };
}

/** The model at the end of a resource name, without what leads to it; null when it ends in none. */
export function shortModelName(name: string): string | null {
  const [, publisher, kind, id] = /(?:publishers\/([^/]+)\/)?(models|tunedModels|endpoints)\/([^/]+)$/.exec(name) ?? [];
  if (id === undefined) return null;
  if (kind !== 'models') return `${kind}/${id}`;
  return publisher === undefined || publisher === 'google' ? id : `${publisher}/${id}`;
}
