import type { UsageReader } from '@llm-tracker/core/plugin';

/** Reads what one command answers with. */
export interface CommandReader extends UsageReader {
  /** Whether an event of a stream may tell something of its usage: the others are not pushed. @default all may */
  mayTell?(event: unknown): boolean;
}
