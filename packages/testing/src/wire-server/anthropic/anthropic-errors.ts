import type { WholeAnswer, WireError } from '../wire-format.ts';

const usual: Record<number, { message: string; type: string }> = {
  400: { message: 'messages: Field required', type: 'invalid_request_error' },
  401: { message: 'invalid x-api-key', type: 'authentication_error' },
  402: { message: 'Your credit balance is too low to access the Anthropic API.', type: 'billing_error' },
  403: {
    message: 'Your API key does not have permission to use the specified resource.',
    type: 'permission_error',
  },
  404: { message: 'model: claude-none', type: 'not_found_error' },
  413: { message: 'Request exceeds the maximum size', type: 'request_too_large' },
  429: {
    message: 'This request would exceed your organization’s rate limit of 50 requests per minute.',
    type: 'rate_limit_error',
  },
  500: { message: 'Internal server error', type: 'api_error' },
  504: { message: 'Request timed out', type: 'timeout_error' },
  529: { message: 'Overloaded', type: 'overloaded_error' },
};

/** An error answer: https://docs.claude.com/en/api/errors */
export function anthropicRefusal(error: WireError): WholeAnswer {
  return {
    status: error.status,
    body: { ...anthropicError(error), request_id: `req_${error.requestId ?? 'unknown'}` },
  };
}

/** The same as it stands in a stream or in a batch's results. */
export function anthropicError(error: WireError): { type: 'error'; error: { type: string; message: string } } {
  const words = usual[error.status] ?? { message: 'The request failed.', type: 'api_error' };
  return { type: 'error', error: { type: error.type ?? words.type, message: error.message ?? words.message } };
}
