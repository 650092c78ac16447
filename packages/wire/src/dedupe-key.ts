import { readId } from './read-json.ts';

/** What usage is known by in every process that may learn it. */
export type DedupeKind =
  | 'openai:response'
  | 'openai:batch'
  | 'openai:batch-request'
  | 'openai:video'
  | 'anthropic:message'
  | 'gemini:operation';

/** The key under which usage that comes later is stored once; undefined when the id is none. */
export function dedupeKey(kind: DedupeKind, id: unknown): string | undefined {
  const text = readId(id);
  return text === undefined ? undefined : `${kind}:${text}`;
}
