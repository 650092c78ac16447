import { member, numberMember, textMember } from '../read-member.ts';

/** Describes what a method of a model threw. Both the SDK's clock and the app's signal end in an error that only its text tells apart from others. */
export function describeModelError(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) return { name: 'AbortError', message: 'The request was aborted.' };
  const message = textMember(error, 'message');
  if (message === undefined) return error;
  if (/Request aborted when (?:fetching|reading)/.test(message)) {
    return { name: 'TimeoutError', message: 'The request timed out.', code: 'timeout' };
  }
  const status = numberMember(error, 'status');
  const code = reasonIn(member(error, 'errorDetails'));
  return {
    name: textMember(error, 'name') ?? 'Error',
    // It leads with the URL.
    message: message.replace(/^\[GoogleGenerativeAI Error\]: (?:Error fetching from \S+: )?/, ''),
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
  };
}

/** Google's own name of an error, e.g. `API_KEY_INVALID`, where its details give one. https://cloud.google.com/apis/design/errors#error_info */
function reasonIn(details: unknown): string | undefined {
  if (!Array.isArray(details)) return undefined;
  return details.map((detail) => textMember(detail, 'reason')).find((reason) => reason !== undefined);
}
