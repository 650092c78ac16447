import type { WireFormat, WireRequest } from '../wire-format.ts';
import { createBedrockAsyncInvoke } from './bedrock-async-invoke.ts';
import { bedrockConverse } from './bedrock-converse.ts';
import { bedrockFailureEvent, bedrockRefusal } from './bedrock-errors.ts';
import { bedrockGuardrails } from './bedrock-guardrails.ts';
import { bedrockInvoke } from './bedrock-invoke.ts';
import type { BedrockRoute } from './bedrock-route.ts';

/** Everything that bedrock-runtime answers: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html */
export function bedrockFormat(): WireFormat {
  const routes: readonly BedrockRoute[] = [
    bedrockConverse,
    bedrockInvoke,
    bedrockGuardrails,
    createBedrockAsyncInvoke(),
  ];
  return {
    name: 'bedrock',
    speaks: (request) => /^\/(model|guardrail|guardrail-checks|async-invoke)(\/|$)/.test(request.path),
    answer(request, context) {
      const refusal = refusedIdentity(request);
      if (refusal !== undefined) return bedrockRefusal({ status: 403, ...refusal });
      const segments = request.path.split('/').slice(1).map(decodeURIComponent);
      for (const route of routes) {
        const answer = route(segments, request, context);
        if (answer !== null) return answer;
      }
      return bedrockRefusal({ status: 404, code: 'UnknownOperationException', message: 'Unknown operation.' });
    },
    refuse: bedrockRefusal,
    failureEvent: bedrockFailureEvent,
    headers: (_request, context) => ({ 'x-amzn-requestid': `00000000-0000-4000-8000-${context.requestId.slice(-12)}` }),
  };
}

/** What Bedrock says to a signature or token that it does not know: here, any whose key has "wrong" or "invalid" in it. */
function refusedIdentity(request: WireRequest): { code: string; message: string } | undefined {
  const authorization = request.headers['authorization'];
  if (authorization === undefined) {
    return { code: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' };
  }
  const key = /^Bearer (.*)$/.exec(authorization)?.[1] ?? /Credential=([^/]*)/.exec(authorization)?.[1] ?? '';
  if (!/wrong|invalid/i.test(key)) return undefined;
  const code = 'UnrecognizedClientException';
  return { code, message: 'The security token included in the request is invalid.' };
}
