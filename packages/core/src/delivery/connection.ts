import { adapterName } from '../adapter-name.ts';
import type { Clock } from '../clock.ts';
import { StorageError } from '../errors.ts';
import type { DatabaseAdapter } from '../record.ts';
import { describeError } from '../report-event.ts';
import { attemptOperation, type Failure } from './attempt-operation.ts';

const longestWaitMs = 15_000;

/** Connects one adapter once, however often it takes. */
export interface Connection {
  readonly isConnected: boolean;
  /** One try. `park` is the reaction to what only a person can mend, `retry` to everything else. Never rejects. */
  attempt(): Promise<Failure | undefined>;
  /** What the app awaits: the next `settle`. Calls join. Resolves after 15 s at the latest. */
  outcome(): Promise<void>;
  /** Says how a try ended: the outcome rejects with a `StorageError` for what only a person can mend. */
  settle(failure?: Failure): void;
}

interface Waiting {
  readonly promise: Promise<void>;
  settle(error?: StorageError): void;
}

/** `onSlow`: a try took longer than `outcome` waits for. */
export function createConnection(options: {
  adapter: DatabaseAdapter;
  clock: Clock;
  stop: AbortSignal;
  onSlow: (failure: Failure) => void;
}): Connection {
  const { adapter, clock, stop, onSlow } = options;
  const name = adapterName(adapter);
  let isConnected = false;
  let waiting: Waiting | undefined;

  async function connect(): Promise<void> {
    await adapter.connect();
    if (stop.aborted) await adapter.disconnect();
  }

  function wait(): Waiting {
    let settle: Waiting['settle'] = () => undefined;
    const promise = new Promise<void>((resolve, reject) => {
      const stopWaiting = (): void => {
        const details = { code: 'storage_timeout', adapter: name, operation: 'connect', retryable: true } as const;
        const error = new StorageError(`${name} did not finish connect() within ${longestWaitMs} ms.`, details);
        onSlow({ operation: 'connect', error, reaction: 'retry' });
        settle();
      };
      const cancelTimer = clock.schedule(stopWaiting, longestWaitMs, { keepAlive: true });
      settle = (error) => {
        cancelTimer();
        waiting = undefined;
        if (error === undefined) resolve();
        else reject(error);
      };
    });
    return { promise, settle };
  }

  return {
    get isConnected() {
      return isConnected;
    },
    async attempt() {
      // Without a time limit: a second connect() beside one that still runs could open everything twice.
      const failure = await attemptOperation(adapter, 'connect', connect, { clock, stop });
      isConnected = failure === undefined;
      return failure && { ...failure, reaction: needsPerson(failure) ? 'park' : 'retry' };
    },
    outcome() {
      waiting ??= wait();
      return waiting.promise;
    },
    settle(failure) {
      waiting?.settle(failure?.reaction === 'park' ? refusalOf(name, failure.error) : undefined);
    },
  };
}

/** What the adapter calls so, wrong options of it, and a driver that is not installed. */
function needsPerson({ error, reaction }: Failure): boolean {
  if (reaction !== 'retry') return true;
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'invalid_option' || code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}

function refusalOf(name: string, cause: unknown): StorageError {
  const { message } = describeError(cause);
  return new StorageError(
    `${name} could not connect: ${message}${/[.!?]$/.test(message) ? '' : '.'} Waiting does not mend this. ` +
      'See to its driver, options, credentials, permissions or schema, then call connect() again.',
    { adapter: name, operation: 'connect', retryable: false, cause },
  );
}
