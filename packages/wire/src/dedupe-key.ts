import { readId } from './read-json.ts';

/** Whose usage may become known later, or in another process: the wire format and what the id names. */
export type DedupeKind =
  | 'openai:response'
  | 'openai:batch'
  | 'openai:batch-request'
  | 'openai:video'
  | 'openai:run'
  | 'openai:turn'
  | 'openai:fine-tuning'
  | 'openai:eval-run'
  | 'anthropic:message'
  | 'anthropic:span'
  | 'anthropic:dream'
  | 'gemini:operation'
  | 'gemini:batch'
  | 'bedrock:invocation';

/** The key under which such usage is stored once; undefined when the id is none. */
export function dedupeKey(kind: DedupeKind, id: unknown): string | undefined {
  const text = readId(id);
  return text === undefined ? undefined : `${kind}:${text}`;
}
