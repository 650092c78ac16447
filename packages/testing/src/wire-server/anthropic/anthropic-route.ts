import type { AnswerContext, WireAnswer, WireRequest } from '../wire-format.ts';

/** A resource's part of the format: null when the path is not its own. `segments`: the path below `/v1`. */
export type AnthropicRoute = (
  segments: readonly string[],
  request: WireRequest,
  context: AnswerContext,
) => WireAnswer | null;
