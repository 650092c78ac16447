import type { ProviderCase } from '../provider-case.ts';
import { answerCases } from './answer-cases.ts';
import { chatCases } from './chat-cases.ts';
import { denialCases } from './denial-cases.ts';
import { droppedCases } from './dropped-cases.ts';
import { failureCases } from './failure-cases.ts';
import type { GeminiContext } from './gemini-case.ts';
import { hostileCases } from './hostile-cases.ts';
import { installationCases } from './installation-cases.ts';
import { resourceCases } from './resource-cases.ts';
import { streamCases } from './stream-cases.ts';
import { streamEndingCases } from './stream-ending-cases.ts';
import { vertexCases } from './vertex-cases.ts';

/**
 * What a plugin for the client of `@google/genai` must keep, for any test runner.
 *
 * @example
 * ```ts
 * const context = geminiContext({ Client: GoogleGenAI, major: 3, install: (tracker, client) => tracker.use(myProvider(client)) });
 * for (const { name, skipReason, run } of geminiProviderCases) {
 *   const reason = skipReason(context);
 *   test(name, { skip: reason ?? false }, () => run(context));
 * }
 * ```
 */
export const geminiProviderCases: readonly ProviderCase<GeminiContext>[] = [
  ...answerCases,
  ...streamCases,
  ...streamEndingCases,
  ...chatCases,
  ...resourceCases,
  ...vertexCases,
  ...failureCases,
  ...installationCases,
  ...denialCases,
  ...hostileCases,
  ...droppedCases,
];
