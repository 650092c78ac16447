import type { WholeAnswer, WireError, WireEvent } from '../wire-format.ts';

const usual: Record<number, { name: string; message: string }> = {
  400: { name: 'ValidationException', message: 'The provided model identifier is invalid.' },
  401: { name: 'UnrecognizedClientException', message: 'The security token included in the request is invalid.' },
  403: { name: 'AccessDeniedException', message: "You don't have access to the model with the specified model ID." },
  404: {
    name: 'ResourceNotFoundException',
    message: 'Could not resolve the foundation model from the provided model identifier.',
  },
  408: {
    name: 'ModelTimeoutException',
    message: 'Model has timed out in processing the request. Try your request again.',
  },
  424: {
    name: 'ModelErrorException',
    message: 'The system encountered an unexpected error during processing. Try your request again.',
  },
  429: { name: 'ThrottlingException', message: 'Too many requests, please wait before trying again.' },
  500: {
    name: 'InternalServerException',
    message: 'The system encountered an unexpected error during processing. Try your request again.',
  },
  503: { name: 'ServiceUnavailableException', message: 'Bedrock is unable to process your request.' },
};

/** An error answer: https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html */
export function bedrockRefusal(error: WireError): WholeAnswer {
  const words = usual[error.status] ?? { name: 'InternalServerException', message: 'The request failed.' };
  const name = error.code ?? error.type ?? words.name;
  return {
    status: error.status,
    headers: { 'x-amzn-errortype': `${name}:http://internal.amazon.com/coral/com.amazon.bedrock/` },
    body: { message: error.message ?? words.message },
  };
}

/** The message that ends a stream by an exception. */
export function bedrockFailureEvent(error: WireError): WireEvent {
  const name = error.code ?? error.type ?? 'ModelStreamErrorException';
  const message = error.message ?? 'The model could not go on.';
  return {
    event: name.charAt(0).toLowerCase() + name.slice(1),
    data: {
      message,
      ...(name === 'ModelStreamErrorException' ? { originalStatusCode: 500, originalMessage: message } : {}),
    },
  };
}
