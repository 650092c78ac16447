import type { ProviderCase } from '../provider-case.ts';
import { answerCases } from './answer-cases.ts';
import type { AnthropicContext } from './anthropic-case.ts';
import { denialCases } from './denial-cases.ts';
import { droppedCases } from './dropped-cases.ts';
import { failureCases } from './failure-cases.ts';
import { helperCases } from './helper-cases.ts';
import { hostileCases } from './hostile-cases.ts';
import { installationCases } from './installation-cases.ts';
import { middlewareCases } from './middleware-cases.ts';
import { resourceCases } from './resource-cases.ts';
import { streamCases } from './stream-cases.ts';
import { streamEndingCases } from './stream-ending-cases.ts';
import { tracingCases } from './tracing-cases.ts';
import { usageCases } from './usage-cases.ts';

/**
 * What a plugin for a client of @anthropic-ai/sdk must keep, for any test runner.
 *
 * @example
 * ```ts
 * const context = anthropicContext({ Client: Anthropic, version: '1.12.0', install: (tracker, client) => tracker.use(myProvider(client)) });
 * for (const { name, skipReason, run } of anthropicProviderCases) {
 *   const reason = skipReason(context);
 *   test(name, { skip: reason ?? false }, () => run(context));
 * }
 * ```
 */
export const anthropicProviderCases: readonly ProviderCase<AnthropicContext>[] = [
  ...answerCases,
  ...usageCases,
  ...streamCases,
  ...streamEndingCases,
  ...helperCases,
  ...resourceCases,
  ...failureCases,
  ...installationCases,
  ...middlewareCases,
  ...tracingCases,
  ...denialCases,
  ...hostileCases,
  ...droppedCases,
];
