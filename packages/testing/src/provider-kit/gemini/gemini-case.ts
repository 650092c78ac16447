import type { WireServer } from '../../wire-server/start-wire-server.ts';
import { bodyText } from '../compare-wire.ts';
import type { ProviderCase, ProviderContext, Trial } from '../provider-case.ts';
import { runTrial } from '../run-trial.ts';
import type { GeminiClient, GeminiClientClass } from './gemini-client.ts';

/** What the kit needs to know of a plugin for the client of `@google/genai`. */
export interface GeminiContext extends ProviderContext<GeminiClient> {
  /** The SDK's client class, for subclasses. */
  readonly Client: GeminiClientClass;
  /** Constructor options with which a client reaches the server. `options` go on top. */
  reaching(server: WireServer, options: Record<string, unknown>): Record<string, unknown>;
  /** Major version of the SDK. */
  readonly major: number;
}

/** The context of a client that is made like `GoogleGenAI`. */
export function geminiContext(given: Pick<GeminiContext, 'Client' | 'major' | 'install'>): GeminiContext {
  const reaching: GeminiContext['reaching'] = (server, { httpOptions, ...options }) => ({
    apiKey: 'test-key',
    httpOptions: { baseUrl: server.url, ...(httpOptions as object | undefined) },
    ...options,
  });
  return {
    ...given,
    provider: 'gemini',
    reaching,
    createClient: (server, options) => new given.Client(reaching(server, options)),
  };
}

/** Constructor options of a Vertex AI client that needs no credentials. */
export const vertexOptions: Record<string, unknown> = {
  vertexai: true,
  apiKey: undefined,
  project: 'wire-project',
  location: 'us-central1',
  googleAuthOptions: {
    scopes: ['https://www.googleapis.com/auth/cloud-platform'],
    authClient: { getRequestHeaders: async () => new Headers({ authorization: 'Bearer test-token' }) },
  },
};

export type GeminiTrial = Trial<GeminiClient, GeminiContext>;

/** A trial as a case of the kit. */
export function geminiCase(trial: GeminiTrial): ProviderCase<GeminiContext> {
  return {
    name: trial.name,
    skipReason: (context) => trial.skipReason?.(context) ?? null,
    run: (context) => runTrial(trial, context, { expectedBody: bodyText }),
  };
}

/** Skips a case on versions that lack what it is about. */
export function sinceMajor(major: number): (context: GeminiContext) => string | null {
  return (context) => (context.major < major ? `this is so from version ${major} on` : null);
}

/** Runs something that this SDK warns of once per process. */
export async function quietly<Result>(run: () => Promise<Result>): Promise<Result> {
  const { console: terminal } = globalThis;
  const { warn } = terminal;
  terminal.warn = () => {};
  try {
    return await run();
  } finally {
    terminal.warn = warn;
  }
}
