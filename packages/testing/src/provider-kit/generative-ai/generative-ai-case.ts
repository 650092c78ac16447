import type { JsonObject } from '../../wire-server/wire-format.ts';
import { bodyText } from '../compare-wire.ts';
import type { App, ProviderCase, ProviderContext, Trial } from '../provider-case.ts';
import { runTrial } from '../run-trial.ts';
import type { GenerativeAiClient, GenerativeAiClientClass, GenerativeModel } from './generative-ai-client.ts';

/** What the kit needs to know of a plugin for the client of `@google/generative-ai`. */
export interface GenerativeAiContext extends ProviderContext<GenerativeAiClient> {
  /** The SDK's client class, for subclasses. */
  readonly Client: GenerativeAiClientClass;
}

/** The context of a client that is made like `GoogleGenerativeAI`. */
export function generativeAiContext(given: Pick<GenerativeAiContext, 'Client' | 'install'>): GenerativeAiContext {
  return { ...given, provider: 'gemini', createClient: () => new given.Client('test-key') };
}

export type GenerativeAiApp = App<GenerativeAiClient, GenerativeAiContext>;

/** A model of the app's client, which reaches the server: in this SDK it is models that know where that is. */
export function modelOf(app: GenerativeAiApp, parameters: JsonObject = {}): GenerativeModel {
  return app.client.getGenerativeModel({ model: 'gemini-flash-latest', ...parameters }, { baseUrl: app.server.url });
}

/** A trial as a case of the kit. */
export function generativeAiCase(
  trial: Trial<GenerativeAiClient, GenerativeAiContext>,
): ProviderCase<GenerativeAiContext> {
  return {
    name: trial.name,
    skipReason: (context) => trial.skipReason?.(context) ?? null,
    run: (context) => runTrial(trial, context, { expectedBody: bodyText }),
  };
}
