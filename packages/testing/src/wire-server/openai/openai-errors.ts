import type { WholeAnswer, WireError } from '../wire-format.ts';

const usual: Record<number, { message: string; type: string; code: string | null }> = {
  400: { message: 'We could not parse the JSON body of your request.', type: 'invalid_request_error', code: null },
  401: {
    message:
      'Incorrect API key provided: sk-wrong. You can find your API key at https://platform.openai.com/account/api-keys.',
    type: 'invalid_request_error',
    code: 'invalid_api_key',
  },
  403: {
    message: 'Country, region, or territory not supported',
    type: 'request_forbidden',
    code: 'unsupported_country_region_territory',
  },
  404: {
    message: 'The model `gpt-none` does not exist or you do not have access to it.',
    type: 'invalid_request_error',
    code: 'model_not_found',
  },
  408: { message: 'Request timed out.', type: 'server_error', code: null },
  409: { message: 'Another request is changing the same resource.', type: 'invalid_request_error', code: null },
  429: {
    message: 'Rate limit reached for requests per min (RPM): Limit 3, Used 3, Requested 1.',
    type: 'requests',
    code: 'rate_limit_exceeded',
  },
  500: {
    message: 'The server had an error while processing your request. Sorry about that!',
    type: 'server_error',
    code: null,
  },
  503: { message: 'The engine is currently overloaded, please try again later.', type: 'server_error', code: null },
};

/** An error answer: https://platform.openai.com/docs/guides/error-codes */
export function openaiRefusal(error: WireError): WholeAnswer {
  const words = usual[error.status] ?? { message: 'The request failed.', type: 'server_error', code: null };
  return {
    status: error.status,
    body: {
      error: {
        message: error.message ?? words.message,
        type: error.type ?? words.type,
        param: error.param ?? null,
        code: error.code === undefined ? words.code : error.code,
      },
    },
  };
}
