import type { Attribution, Tracker } from '@llm-tracker/core';
import type { JournalEntry } from '../wire-server/request-journal.ts';
import type { WireServer } from '../wire-server/start-wire-server.ts';
import type { WireFormat } from '../wire-server/wire-format.ts';
import type { ExpectedRecord } from './expected-record.ts';

/** One sentence that a provider plugin must keep. Passes when `run` resolves, under any test runner. */
export interface ProviderCase<Context> {
  readonly name: string;
  /** Why this client cannot be asked, e.g. because its SDK lacks the method; null when it can. Show it as a skipped test. */
  skipReason(context: Context): string | null;
  run(context: Context): Promise<void>;
}

/** What a kit needs to know of a plugin and the SDK that it hooks. */
export interface ProviderContext<Client extends object> {
  /** The id that rows must carry. */
  readonly provider: string;
  /** What the server speaks. @default all that this package knows */
  readonly formats?: readonly WireFormat[] | undefined;
  /** A new client that talks to the server. `options`: of the SDK's own constructor, on top of what it takes to reach the server. */
  createClient(server: WireServer, options: Record<string, unknown>): Client;
  /** `tracker.use(…)` of the plugin under test. */
  install(tracker: Tracker, client: Client): Client;
}

/** The app of a trial. It is run twice, on a bare and on a tracked client, and cannot know which it has. */
export interface App<Client extends object, Context extends ProviderContext<Client>> {
  readonly client: Client;
  readonly server: WireServer;
  readonly context: Context;
  /** One more client. */
  createClient(options?: Record<string, unknown>): Client;
  /** Tracks a client that the app made itself. */
  track(client: Client): Client;
  /** `tracker.run` */
  run<Result>(attribution: Attribution, fn: () => Result): Result;
}

/** An app, run on a bare and on a tracked client. What `act` returns, what was sent, and what else the process saw must be the same; then the rows are compared. */
export interface Trial<Client extends object, Context extends ProviderContext<Client>> {
  readonly name: string;
  skipReason?(context: Context): string | null;
  readonly clientOptions?: Record<string, unknown>;
  act(app: App<Client, Context>): Promise<unknown>;
  /** Every row that must be stored; left out where only the app's view is compared. */
  readonly records?: readonly ExpectedRecord[] | ((context: Context) => readonly ExpectedRecord[]);
  /** Compares what was sent, where that may differ. @default the same requests, but for what the kit's rules allow */
  compareWire?(bare: readonly JournalEntry[], tracked: readonly JournalEntry[], context: Context): void;
}
