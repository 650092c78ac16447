import type { ProviderCase } from '../provider-case.ts';
import type { BedrockContext } from './bedrock-case.ts';
import { denialCases } from './denial-cases.ts';
import { droppedCases } from './dropped-cases.ts';
import { failureCases } from './failure-cases.ts';
import { hostileCases } from './hostile-cases.ts';
import { installationCases } from './installation-cases.ts';
import { invokeCases } from './invoke-cases.ts';
import { resourceCases } from './resource-cases.ts';
import { sendCases } from './send-cases.ts';
import { streamCases } from './stream-cases.ts';
import { streamEndingCases } from './stream-ending-cases.ts';

/**
 * What a plugin for the client of @aws-sdk/client-bedrock-runtime must keep, for any test runner.
 *
 * @example
 * ```ts
 * const context = bedrockContext({ sdk, isHttp2: true, install: (tracker, client) => tracker.use(myProvider(client)) });
 * for (const { name, skipReason, run } of bedrockProviderCases) {
 *   const reason = skipReason(context);
 *   test(name, { skip: reason ?? false }, () => run(context));
 * }
 * ```
 */
export const bedrockProviderCases: readonly ProviderCase<BedrockContext>[] = [
  ...sendCases,
  ...streamCases,
  ...streamEndingCases,
  ...invokeCases,
  ...resourceCases,
  ...failureCases,
  ...installationCases,
  ...denialCases,
  ...hostileCases,
  ...droppedCases,
];
