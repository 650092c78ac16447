/** A client that can be closed. */
export interface Closable {
  close(): Promise<void>;
}

/** Runs `callback` once after a delay; the returned function cancels it. */
type Schedule = (callback: () => void, delayMs: number) => () => void;

/** How long a client may be idle, in milliseconds. */
export const idleMs = 10_000;

/**
 * One client that is opened when it is needed and closed when nobody has used it for 10 s: an open MongoClient keeps its process alive, and a
 * program that has nothing left to do must end. A client that failed to open is forgotten, and the next use opens another one.
 */
export class IdleClient<Client extends Closable> {
  readonly #open: () => Promise<Client>;
  readonly #schedule: Schedule;
  #client: Promise<Client> | null = null;
  #users = 0;
  #cancelTimer: (() => void) | null = null;

  constructor(open: () => Promise<Client>, schedule: Schedule = unrefSchedule) {
    this.#open = open;
    this.#schedule = schedule;
  }

  /** Whether there is a client, or one is being opened. */
  get isOpen(): boolean {
    return this.#client !== null;
  }

  /** Runs an operation on the open client. */
  async use<Result>(operation: (client: Client) => Promise<Result>): Promise<Result> {
    this.#users += 1;
    this.#stopTimer();
    try {
      return await operation(await this.#current());
    } finally {
      this.#users -= 1;
      if (this.#users === 0) this.#startTimer();
    }
  }

  /** Closes the client, if there is one; what still uses it fails. */
  async close(): Promise<void> {
    this.#stopTimer();
    const client = this.#client;
    this.#client = null;
    // One that never opened has nothing to close; whoever opened it was told.
    await client?.then(
      (opened) => opened.close(),
      () => undefined,
    );
  }

  #current(): Promise<Client> {
    if (this.#client !== null) return this.#client;
    const client = this.#open();
    this.#client = client;
    client.catch(() => {
      if (this.#client === client) this.#client = null;
    });
    return client;
  }

  #startTimer(): void {
    if (this.#client === null) return;
    this.#cancelTimer = this.#schedule(() => {
      // What fails here is only the goodbye to a server.
      this.close().catch(() => undefined);
    }, idleMs);
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}

function unrefSchedule(callback: () => void, delayMs: number): () => void {
  const timer = setTimeout(callback, delayMs).unref();
  return () => clearTimeout(timer);
}
