import type { CallDetails, CallStart } from '@llm-tracker/core/plugin';

/** A request as the SDK is about to make it. */
export interface StainlessRequest {
  /** Upper case. */
  readonly method: string;
  /** As the SDK's resource names it, relative to the base URL: `/chat/completions`. */
  readonly path: string;
  readonly body: unknown;
  /** What the SDK notes beside a body that names no model any more, such as a form. */
  readonly model?: string | undefined;
  readonly isStreamed: boolean;
}

/** A request that is one call. */
export interface CallPlan {
  readonly start: CallStart;
  /** What is known of the call before it leaves. */
  readonly details?: CallDetails | undefined;
  /** Sent instead of the app's body, which is never changed. */
  readonly body?: object | undefined;
  /** Changes events of the answer, as in `ObserveOptions`. */
  readonly rewriteEvent?: ((data: string) => string | null) | undefined;
  /** What to do when a server refuses what was added to the body. */
  readonly refusal?: RefusalPlan | undefined;
}

/** Some servers answer 400 or 422 to a body that was added to: the app's own body is sent once more. */
export interface RefusalPlan {
  /** Whether an answer that begins so refuses what was added, and nothing else. */
  isRefused(answer: string): boolean;
  /** The sent JSON text without what was added. */
  restore(body: string): string;
  /** The app's own body succeeded where the other was refused. */
  remember(): void;
}

/** A request that is no call of its own, but whose answer may tell the usage of an earlier one. */
export interface LookPlan {
  look(part: unknown): void;
  readonly needles?: readonly string[] | undefined;
  /** As in `ObserveOptions`. */
  readonly lines?: boolean | undefined;
}

/** What is to be done about a request; null for nothing. */
export type RequestPlan = CallPlan | LookPlan | null;
