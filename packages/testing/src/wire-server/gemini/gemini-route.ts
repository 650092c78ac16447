import type { AnswerContext, WireAnswer, WireRequest } from '../wire-format.ts';

/** A request to one of Google's two APIs, taken apart. */
export interface GeminiRequest extends WireRequest {
  /** Below the version and, on Vertex AI, below the location: `models/gemini-2.5-flash`, `publishers/google/models/…`, `batches/abc`. */
  readonly resource: string;
  /** The word behind the colon; "" when there is none. */
  readonly verb: string;
  readonly isVertex: boolean;
  /** `projects/<project>/locations/<location>/`, or "". */
  readonly parent: string;
  /** The last segment of the resource. */
  readonly id: string;
}

/** A resource's part of the format: null when the request is not its own. */
export type GeminiRoute = (request: GeminiRequest, context: AnswerContext) => WireAnswer | null;

/** Takes a request apart; undefined when it is not spoken to Google, whose clients all name themselves. */
export function readGeminiRequest(request: WireRequest): GeminiRequest | undefined {
  const match = /^(?:\/upload)?\/v1(?:beta1?|alpha)?\/(projects\/[^/]+\/locations\/[^/]+\/)?([^:]*)(?::(.*))?$/.exec(
    request.path,
  );
  if (match === null || request.headers['x-goog-api-client'] === undefined) return undefined;
  const [, parent = '', resource = '', verb = ''] = match;
  const isVertex = parent !== '' || resource.startsWith('publishers/') || request.path.startsWith('/v1beta1/');
  return { ...request, resource, verb, isVertex, parent, id: resource.split('/').at(-1) ?? '' };
}
