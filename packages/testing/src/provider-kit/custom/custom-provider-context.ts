import type { Tracker } from '@llm-tracker/core';
import type { JournalEntry } from '../../wire-server/request-journal.ts';
import type { WholeAnswer, WireAnswer, WireRequest } from '../../wire-server/wire-format.ts';
import type { ExpectedRecord } from '../expected-record.ts';

/** What the kit needs to know of a provider plugin for a client of anybody's, and of the vendor behind that client. */
export interface CustomProviderContext<Client extends object> {
  /** The id that rows must carry. */
  readonly provider: string;
  /** A new client that sends every request to this URL: `http://127.0.0.1:<port>`, without a slash at the end. */
  createClient(url: string): Client;
  /** `tracker.use(…)` of the plugin under test. */
  install(tracker: Tracker, client: Client): Client;
  /** What apps call, at least one. */
  readonly calls: readonly CustomCall<Client>[];
  /** How the vendor refuses a request, and what must be stored of that beside a failure without usage. Take a status that the client does not try again: cases then take no time. */
  readonly refusal: { readonly answer: WholeAnswer; readonly record?: ExpectedRecord | undefined };
  /** What the plugin may make of a body that the app sent, as text in latin1. @default the body as sent */
  readonly expectedBody?: ((entry: JournalEntry) => string) | undefined;
  /** A header without what differs in every run, such as a signature or a random id. @default the header as sent */
  readonly lastingHeader?: ((name: string, value: string) => string) | undefined;
}

/** One way to call the vendor. */
export interface CustomCall<Client extends object> {
  /** What cases call it, e.g. `say()`. */
  readonly name: string;
  /** Makes the call. What it gives or resolves to is compared with everything in it: leave out what differs in every run, such as a time. */
  run(client: Client): unknown;
  /** Whether it gives an async iterable, which the kit then reads. @default false */
  readonly isStream?: boolean | undefined;
  /** What the vendor sends; the same for the same request, for it is asked often. Events are server-sent events unless `encode` says otherwise. */
  answer(request: WireRequest): WireAnswer;
  /** What must be stored, with every usage item in `units`. */
  readonly record: ExpectedRecord & Required<Pick<ExpectedRecord, 'units'>>;
}

/** One sentence that a provider plugin must keep. Passes when `run` resolves, under any test runner. */
export interface CustomProviderCase {
  readonly name: string;
  run(): Promise<void>;
}
