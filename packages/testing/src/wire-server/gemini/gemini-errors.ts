import type { WholeAnswer, WireError } from '../wire-format.ts';

const usual: Record<number, { message: string; status: string }> = {
  400: { message: 'Request contains an invalid argument.', status: 'INVALID_ARGUMENT' },
  401: { message: 'Request had invalid authentication credentials.', status: 'UNAUTHENTICATED' },
  403: { message: "Method doesn't allow unregistered callers.", status: 'PERMISSION_DENIED' },
  404: { message: 'models/gemini-none is not found for API version v1beta.', status: 'NOT_FOUND' },
  409: { message: 'The resource already exists.', status: 'ALREADY_EXISTS' },
  429: { message: 'Resource has been exhausted (e.g. check quota).', status: 'RESOURCE_EXHAUSTED' },
  499: { message: 'The operation was cancelled.', status: 'CANCELLED' },
  500: { message: 'An internal error has occurred.', status: 'INTERNAL' },
  503: { message: 'The model is overloaded. Please try again later.', status: 'UNAVAILABLE' },
  504: { message: 'Deadline expired before operation could complete.', status: 'DEADLINE_EXCEEDED' },
};

/** An error answer: https://cloud.google.com/apis/design/errors. `code`: the reason that its details give. */
export function geminiRefusal(error: WireError): WholeAnswer {
  const words = usual[error.status] ?? { message: 'The request failed.', status: 'UNKNOWN' };
  const details =
    typeof error.code === 'string'
      ? [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: error.code, domain: 'googleapis.com' }]
      : undefined;
  return {
    status: error.status,
    body: {
      error: {
        code: error.status,
        message: error.message ?? words.message,
        status: error.type ?? words.status,
        ...(details === undefined ? {} : { details }),
      },
    },
  };
}
