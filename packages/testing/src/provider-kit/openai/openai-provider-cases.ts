import type { ProviderCase } from '../provider-case.ts';
import { answerCases } from './answer-cases.ts';
import { audioCases } from './audio-cases.ts';
import { denialCases } from './denial-cases.ts';
import { droppedCases } from './dropped-cases.ts';
import { failureCases } from './failure-cases.ts';
import { helperCases } from './helper-cases.ts';
import { hostileCases } from './hostile-cases.ts';
import { imageCases } from './image-cases.ts';
import { installationCases } from './installation-cases.ts';
import { jobCases } from './job-cases.ts';
import { casesNeeding, type OpenaiContext } from './openai-case.ts';
import { otherCases } from './other-cases.ts';
import { resourceCases } from './resource-cases.ts';
import { responsesCases } from './responses-cases.ts';
import { runCases } from './run-cases.ts';
import { streamCases } from './stream-cases.ts';
import { streamEndingCases } from './stream-ending-cases.ts';
import { usageChunkCases } from './usage-chunk-cases.ts';

/**
 * What a plugin for an OpenAI-shaped client must keep, for any test runner.
 *
 * @example
 * ```ts
 * const context = openaiContext({ Client: OpenAI, toFile, major: 7, install: (tracker, client) => tracker.use(myProvider(client)) });
 * for (const { name, skipReason, run } of openaiProviderCases) {
 *   const reason = skipReason(context);
 *   test(name, { skip: reason ?? false }, () => run(context));
 * }
 * ```
 */
export const openaiProviderCases: readonly ProviderCase<OpenaiContext>[] = [
  ...answerCases,
  ...streamCases,
  ...streamEndingCases,
  ...usageChunkCases,
  ...casesNeeding(['chat.completions.stream', 'beta.chat'], helperCases),
  ...casesNeeding('responses', responsesCases),
  ...resourceCases,
  ...imageCases,
  ...audioCases,
  ...jobCases,
  ...runCases,
  ...otherCases,
  ...failureCases,
  ...installationCases,
  ...denialCases,
  ...hostileCases,
  ...droppedCases,
];
