/** Where the parts of one answer go, and what may be left out on the way. No member throws. */
export interface PartSink {
  /** As of a `UsageReader`. */
  readonly needles: readonly string[] | undefined;
  readonly fields: readonly string[] | undefined;
  readonly lastOnly: boolean;
  /** One part; true when nothing that matters can follow. */
  push(part: unknown): boolean;
  /** Whether the parts so far told which model answers: until then the first events count, needle or not. */
  isIdentified(): boolean;
  /** The first bytes of the answer arrived. */
  begin(): void;
  /** The answer ended as it should. */
  end(): void;
  /** The answer broke off with this error, and the app saw it. */
  fail(error: unknown): void;
  /** The app stopped reading. */
  abort(): void;
}
