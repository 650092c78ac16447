const denied = Symbol.for('llm-tracker.denied');

/** The base of every error that LLM Tracker throws. `code` is stable, the message is not. */
export class LlmTrackerError extends Error {
  override readonly name: string = 'LlmTrackerError';
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** Wrong input, told at construction. `path` names the option, `expected` what it takes, `received` what it got (never a secret). `code`: `invalid_option`. */
export class ConfigurationError extends LlmTrackerError {
  override readonly name: string = 'ConfigurationError';
  readonly path: string;
  readonly expected: string;
  readonly received: string;

  constructor(path: string, expected: string, received: string, options?: { hint?: string; cause?: unknown }) {
    const hint = options?.hint === undefined ? '' : ` ${options.hint}`;
    super('invalid_option', `${path} must be ${expected}, but is ${received}.${hint}`, options);
    this.path = path;
    this.expected = expected;
    this.received = received;
  }
}

/** A database operation failed; `cause` is what the adapter threw. `code`: `storage_failed` or `storage_timeout`. */
export class StorageError extends LlmTrackerError {
  override readonly name: string = 'StorageError';
  readonly adapter: string;
  readonly operation: string;
  /** Whether the same operation may succeed later without anybody acting. */
  readonly retryable: boolean;

  constructor(
    message: string,
    options: {
      code?: 'storage_failed' | 'storage_timeout';
      adapter: string;
      operation: string;
      retryable: boolean;
      cause?: unknown;
    },
  ) {
    super(options.code ?? 'storage_failed', message, options);
    this.adapter = options.adapter;
    this.operation = options.operation;
    this.retryable = options.retryable;
  }
}

/** The adapter lacks an optional member that this operation needs. `code`: `unsupported_operation`. */
export class UnsupportedOperationError extends LlmTrackerError {
  override readonly name: string = 'UnsupportedOperationError';
  readonly adapter: string;
  readonly operation: string;

  constructor(adapter: string, operation: string) {
    super(
      'unsupported_operation',
      `${adapter} does not support ${operation}. Implement that optional member in the adapter, or use one that has it.`,
    );
    this.adapter = adapter;
    this.operation = operation;
  }
}

/** An explicit call after `disconnect()`; tracked calls never see it. `code`: `tracker_closed`. */
export class ClosedError extends LlmTrackerError {
  override readonly name: string = 'ClosedError';

  constructor(operation: string) {
    super('tracker_closed', `${operation} was called after disconnect(). Create a new tracker, or disconnect later.`);
  }
}

/** Thrown by a guard to deny a call; the app gets it instead of an answer. `code` @default "call_denied" */
export class CallDeniedError extends LlmTrackerError {
  override readonly name: string = 'CallDeniedError';

  constructor(message: string, options?: { code?: string; cause?: unknown }) {
    super(options?.code ?? 'call_denied', message, options);
    Object.defineProperty(this, denied, { value: true });
  }
}

/** Whether a guard threw this, also when its `CallDeniedError` came from another copy of this package. */
export function isDenial(error: unknown): boolean {
  return typeof error === 'object' && error !== null && denied in error;
}
