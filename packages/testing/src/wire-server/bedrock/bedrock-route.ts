import type { AnswerContext, WireAnswer, WireRequest } from '../wire-format.ts';

/** A resource's part of the format: null when the path is not its own. `segments`: the decoded parts of the path. */
export type BedrockRoute = (
  segments: readonly string[],
  request: WireRequest,
  context: AnswerContext,
) => WireAnswer | null;
