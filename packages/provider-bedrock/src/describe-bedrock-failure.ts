/** What is read of the app's AbortSignal. */
export interface AbortState {
  readonly aborted: boolean;
}

/** What a record is to keep of an error: the exception's name as the provider's code, `aborted` when the app ended it itself. Errors of the network stay as they are. */
export function describeBedrockFailure(error: unknown, signal: AbortState | undefined): unknown {
  // The SDK says so before an answer; in mid-stream, it is the socket's ECONNRESET.
  if (signal?.aborted === true) return abortFailure();
  if (!(error instanceof Error) || !('$fault' in error)) return error;
  const { $metadata: metadata } = error as { $metadata?: { httpStatusCode?: unknown } };
  return { name: error.name, code: error.name, message: error.message, status: metadata?.httpStatusCode };
}

/** The app itself ended the call. */
export function abortFailure(): object {
  return { name: 'AbortError', message: 'The request was aborted.' };
}
