import type { ProviderCase } from '../provider-case.ts';
import { contentCases } from './content-cases.ts';
import { failureCases } from './failure-cases.ts';
import type { GenerativeAiContext } from './generative-ai-case.ts';
import { hostileCases } from './hostile-cases.ts';
import { installationCases } from './installation-cases.ts';

/**
 * What a plugin for the client of `@google/generative-ai` must keep, for any test runner.
 *
 * @example
 * ```ts
 * const context = generativeAiContext({ Client: GoogleGenerativeAI, install: (tracker, client) => tracker.use(myProvider(client)) });
 * for (const { name, run } of generativeAiProviderCases) test(name, () => run(context));
 * ```
 */
export const generativeAiProviderCases: readonly ProviderCase<GenerativeAiContext>[] = [
  ...contentCases,
  ...failureCases,
  ...installationCases,
  ...hostileCases,
];
