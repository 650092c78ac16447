import type { WireServer } from '../../wire-server/start-wire-server.ts';
import type { JsonObject } from '../../wire-server/wire-format.ts';
import { bodyText } from '../compare-wire.ts';
import type { App, ProviderCase, ProviderContext, Trial } from '../provider-case.ts';
import { runTrial } from '../run-trial.ts';
import type { OpenaiClient, OpenaiClientClass } from './openai-client.ts';

/** What the kit needs to know of a plugin for OpenAI-shaped clients. */
export interface OpenaiContext extends ProviderContext<OpenaiClient> {
  /** The SDK's client class, for subclasses. */
  readonly Client: OpenaiClientClass;
  /** Constructor options with which a client reaches the server. @default `baseURL` and `apiKey` */
  reaching(server: Pick<WireServer, 'url'>): Record<string, unknown>;
  /** Major version of the SDK. */
  readonly major: number;
  /** The SDK's `toFile`. */
  toFile(bytes: Uint8Array, name: string): Promise<unknown>;
  /** Response formats made by the SDK's zod helpers, for `parse`. @default a plain JSON schema */
  readonly zodFormats?: { chat: unknown; response: unknown };
  /** What the plugin was told. @default "auto" */
  readonly streamUsage?: 'auto' | 'never';
  /** What the SDK's resources put before `/chat/completions`. @default nothing */
  readonly pathPrefix?: string;
  /** `withOptions()` throws, as that of `AzureOpenAI` in versions 5 and 6 does unless the environment names an API version. @default false */
  readonly refusesClones?: boolean;
}

/** The context of a client that is made like `OpenAI`. */
export function openaiContext(
  given: Omit<OpenaiContext, 'createClient' | 'provider' | 'reaching'> &
    Partial<Pick<OpenaiContext, 'provider' | 'reaching'>>,
): OpenaiContext {
  const reaching =
    given.reaching ?? ((server: Pick<WireServer, 'url'>) => ({ baseURL: `${server.url}/v1`, apiKey: 'sk-test' }));
  return {
    ...given,
    provider: given.provider ?? 'openai',
    reaching,
    createClient: (server, options) => new given.Client({ ...reaching(server), ...options }),
  };
}

export type OpenaiApp = App<OpenaiClient, OpenaiContext>;
export interface OpenaiTrial extends Trial<OpenaiClient, OpenaiContext> {
  /** A member that not every client has, e.g. `responses.compact`; of several, one suffices. */
  readonly needs?: string | readonly string[];
}

/** A trial as a case of the kit. */
export function openaiCase(trial: OpenaiTrial): ProviderCase<OpenaiContext> {
  return {
    name: trial.name,
    skipReason: (context) => skipWithout(trial.needs, context) ?? trial.skipReason?.(context) ?? null,
    run: (context) => runTrial(trial, context, { expectedBody }),
  };
}

/** The same cases, skipped for a client that has none of these members. */
export function casesNeeding(
  needs: string | readonly string[],
  cases: readonly ProviderCase<OpenaiContext>[],
): readonly ProviderCase<OpenaiContext>[] {
  return cases.map(({ name, skipReason, run }) => ({
    name,
    skipReason: (context) => skipWithout(needs, context) ?? skipReason(context),
    run,
  }));
}

/** Skips a case for a client that has none of these members. */
export function skipWithout(needs: OpenaiTrial['needs'], context: OpenaiContext): string | null {
  const paths = typeof needs === 'string' ? [needs] : (needs ?? []);
  if (paths.length === 0 || paths.some((path) => memberOf(context, path) !== undefined)) return null;
  return `this client has no ${paths[0]}`;
}

const probes = new WeakMap<OpenaiContext, OpenaiClient>();

function memberOf(context: OpenaiContext, path: string): unknown {
  const client = probes.get(context) ?? new context.Client(context.reaching({ url: 'http://127.0.0.1:9' }));
  probes.set(context, client);
  let member: unknown = client;
  for (const name of path.split('.')) {
    if (typeof member !== 'object' || member === null) return undefined;
    member = Reflect.get(member, name);
  }
  return member;
}

/** Streamed chats ask for their usage; nothing else may differ. */
function expectedBody(
  entry: { method: string; path: string; json: JsonObject; body: Buffer } & Parameters<typeof bodyText>[0],
  context: OpenaiContext,
): string {
  const { json } = entry;
  const streamsChat = entry.method === 'POST' && /\/completions$/.test(entry.path) && json['stream'] === true;
  if (!streamsChat || context.streamUsage === 'never' || asksForUsage(json)) return bodyText(entry);
  const options = (json['stream_options'] as JsonObject | undefined) ?? {};
  const asking = { ...json, stream_options: { ...options, include_usage: true } };
  // Version 4 indents its JSON.
  const indent = entry.body.toString().startsWith('{\n') ? 2 : 0;
  return Buffer.from(JSON.stringify(asking, null, indent)).toString('latin1');
}

function asksForUsage(json: JsonObject): boolean {
  return (json['stream_options'] as JsonObject | null | undefined)?.['include_usage'] === true;
}

/** Version 4 has no `withOptions()`. */
export function cloneSkipReason(context: OpenaiContext): string | null {
  return skipWithout('withOptions', context);
}

/** Version 4 uses node-fetch, whose bodies are Node streams. */
export function hasNodeBodies(context: OpenaiContext): boolean {
  return context.major < 5;
}

/** Skips a case whose kind of body this SDK does not have. */
export function skipUnless(kind: 'web' | 'node'): (context: OpenaiContext) => string | null {
  return (context) => {
    if ((kind === 'node') === hasNodeBodies(context)) return null;
    return kind === 'node' ? 'this SDK has web streams as bodies' : 'this SDK has Node streams as bodies';
  };
}
