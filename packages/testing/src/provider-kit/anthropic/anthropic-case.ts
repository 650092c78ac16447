import type { WireServer } from '../../wire-server/start-wire-server.ts';
import { bodyText } from '../compare-wire.ts';
import type { App, ProviderCase, ProviderContext, Trial } from '../provider-case.ts';
import { runTrial } from '../run-trial.ts';
import type { AnthropicClient, AnthropicClientClass } from './anthropic-client.ts';

/** What the kit needs to know of a plugin for clients of @anthropic-ai/sdk. */
export interface AnthropicContext extends ProviderContext<AnthropicClient> {
  /** The SDK's client class, for subclasses. */
  readonly Client: AnthropicClientClass;
  /** Constructor options with which a client reaches the server. @default `baseURL` and `apiKey` */
  reaching(server: WireServer): Record<string, unknown>;
  /** Of the SDK: `0.60.0`. */
  readonly version: string;
}

/** The context of a client that is made like `Anthropic`. */
export function anthropicContext(
  given: Omit<AnthropicContext, 'createClient' | 'provider' | 'reaching'> &
    Partial<Pick<AnthropicContext, 'provider' | 'reaching'>>,
): AnthropicContext {
  const reaching = given.reaching ?? ((server: WireServer) => ({ baseURL: server.url, apiKey: 'sk-ant-test' }));
  return {
    ...given,
    provider: given.provider ?? 'claude',
    reaching,
    createClient: (server, options) => new given.Client({ ...reaching(server), ...options }),
  };
}

export type AnthropicApp = App<AnthropicClient, AnthropicContext>;
export type AnthropicTrial = Trial<AnthropicClient, AnthropicContext>;

/** A trial as a case of the kit. */
export function anthropicCase(trial: AnthropicTrial): ProviderCase<AnthropicContext> {
  return {
    name: trial.name,
    skipReason: (context) => trial.skipReason?.(context) ?? null,
    // A plugin changes nothing of what this API is asked.
    run: (context) => runTrial(trial, context, { expectedBody: bodyText }),
  };
}

/** Skips a case in versions of the SDK from before it could do that. */
export function skipBefore(since: string, what: string): (context: AnthropicContext) => string | null {
  return (context) => (compareVersions(context.version, since) < 0 ? `this SDK has no ${what}` : null);
}

/** Skips a case in versions of the SDK that can do that no more. */
export function skipFrom(since: string, what: string): (context: AnthropicContext) => string | null {
  return (context) => (compareVersions(context.version, since) >= 0 ? `this SDK has no ${what} any more` : null);
}

function compareVersions(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}
