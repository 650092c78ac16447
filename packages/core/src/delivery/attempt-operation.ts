import { adapterName } from '../adapter-name.ts';
import type { Clock } from '../clock.ts';
import { StorageError } from '../errors.ts';
import type { DatabaseAdapter } from '../record.ts';

/** The members of an adapter that delivery calls. */
export type AdapterOperation = 'connect' | 'disconnect' | 'save' | 'saveBatch' | 'listCalls';

/** A failed operation, and what to do about it. */
export interface Failure {
  readonly operation: AdapterOperation;
  /** What the adapter threw, or a `StorageError` with code `storage_timeout`. */
  readonly error: unknown;
  readonly reaction: 'retry' | 'split' | 'park';
  /** Only one record fails, while others are stored. @default false */
  readonly isIsolated?: boolean;
}

/** How long an operation may take. */
export interface AttemptLimits {
  readonly clock: Clock;
  /** @default unlimited */
  readonly timeoutMs?: number;
  /** Whether somebody awaits it who must not be left hanging by the end of the process. @default false */
  readonly keepAlive?: boolean;
  /** Ends the waiting at once. */
  readonly stop?: AbortSignal;
}

/**
 * Runs one operation of an adapter that may do anything: throw at once, return no promise, never settle. Never rejects;
 * undefined when it succeeded. The signal given to `run` is aborted when nobody waits any more, and its outcome then is unknown.
 */
export function attemptOperation(
  adapter: DatabaseAdapter,
  operation: AdapterOperation,
  run: (signal: AbortSignal) => unknown,
  limits: AttemptLimits,
): Promise<Failure | undefined> {
  const { clock, timeoutMs, keepAlive = false, stop } = limits;
  const name = adapterName(adapter);
  return new Promise((resolve) => {
    const controller = new AbortController();
    let cancelTimer: (() => void) | undefined;
    const finish = (failure?: Failure): void => {
      cancelTimer?.();
      stop?.removeEventListener('abort', onStop);
      resolve(failure);
    };
    const fail = (error: unknown): void => finish({ operation, error, reaction: classify(adapter, error) });
    const abandon = (message: string): void => {
      const details = { code: 'storage_timeout', adapter: name, operation, retryable: true } as const;
      const error = new StorageError(message, details);
      finish({ operation, error, reaction: 'retry' });
      controller.abort(error);
    };
    const onTimeout = (): void => abandon(`${name} did not finish ${operation}() within ${timeoutMs} ms.`);
    const onStop = (): void => abandon(`${name} did not finish ${operation}() before disconnect() ended.`);
    if (timeoutMs !== undefined) cancelTimer = clock.schedule(onTimeout, timeoutMs, { keepAlive });
    stop?.addEventListener('abort', onStop);
    try {
      Promise.resolve(run(controller.signal)).then(() => finish(), fail);
    } catch (error) {
      fail(error);
    }
  });
}

function classify(adapter: DatabaseAdapter, error: unknown): Failure['reaction'] {
  try {
    const reaction: unknown = adapter.classifyError?.(error);
    return reaction === 'split' || reaction === 'park' ? reaction : 'retry';
  } catch {
    // An adapter that cannot even classify is no reason to give anything up.
    return 'retry';
  }
}
