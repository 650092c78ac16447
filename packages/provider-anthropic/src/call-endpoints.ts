import type { UsageReader } from '@llm-tracker/core/plugin';
import { anthropicMessageReader, genericReader } from '@llm-tracker/wire';

/** An endpoint whose every POST is one call. */
export interface CallEndpoint {
  readonly operation: string;
  /** Not known to cost anything. */
  readonly isUnknown?: true;
  createReader(): UsageReader;
}

/** https://docs.claude.com/en/api/overview */
const endpoints: ReadonlyMap<string, CallEndpoint> = new Map<string, CallEndpoint>([
  ['/v1/messages', { operation: 'messages', createReader: anthropicMessageReader }],
  ['/v1/complete', { operation: 'completions', createReader: genericReader }],
]);

/** They cost nothing when they are called, and some sum up usage that is told elsewhere. */
const free: RegExp =
  /^\/v1\/(messages|agents|deployments|deployment_runs|dreams|environments|files|memory_stores|models|oauth|organizations|sessions|skills|tunnels|user_profiles|vaults)(\/|$)/;

/** The endpoint of a POST by its path without query; null for one that costs nothing. One that is not known is recorded if its answer reports usage. */
export function findCallEndpoint(path: string): CallEndpoint | null {
  const known = endpoints.get(path);
  if (known !== undefined) return known;
  return free.test(path) ? null : { operation: operationOf(path), isUnknown: true, createReader: genericReader };
}

function operationOf(path: string): string {
  // Ids of single objects would make an operation of each.
  const words = path.split('/').filter((segment) => /^[a-z_]+$/.test(segment));
  return words.length === 0 ? 'other' : words.join('.');
}
