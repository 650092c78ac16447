import type { UsageReader } from '@llm-tracker/core/plugin';
import { dedupeKey } from './dedupe-key.ts';
import { readObject, readQuantity } from './read-json.ts';
import { UsageReport } from './usage-report.ts';

/** What only the request says: seconds of video asked for, and their size, e.g. `1280x720` or `720p`. */
export interface BedrockAsyncInvokeReaderOptions {
  seconds?: number | undefined;
  size?: string | undefined;
}

/**
 * Reads StartAsyncInvoke, whose answer is nothing but the invocation's ARN: results go to S3, and no later answer states
 * usage. Asking again with the same client token starts nothing new, and answers with the same ARN.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_StartAsyncInvoke.html
 */
export function bedrockAsyncInvokeReader(options: BedrockAsyncInvokeReaderOptions = {}): UsageReader {
  const report = new UsageReport();
  return {
    fields: ['invocationArn'],
    push(part) {
      const { invocationArn } = readObject<'invocationArn'>(part);
      report.identify({ responseId: invocationArn });
      report.defer(dedupeKey('bedrock:invocation', invocationArn), undefined, false);
      report.clearItems();
      const { seconds, size } = options;
      report.add('second_output', readQuantity(seconds), size === undefined ? {} : { variant: size });
      return true;
    },
    result: () => report.build(),
  };
}
